// What a mouse can do beside the links of the diary: carry a session to another time, and close a choice by
// Escape or a press elsewhere. None of it is needed: a session's own page moves it, and a choice closes as it
// opened.
(() => {
  "use strict";

  const QUARTERS_PER_HOUR = 4;
  const SLACK = 6;
  let drag = null;
  const diary = document.querySelector("[data-diary]");
  const form = document.getElementById("diary-move");

  const closeChoices = (except) => {
    for (const choice of document.querySelectorAll("details.diary-free[open]")) {
      if (choice !== except) choice.open = false;
    }
  };
  document.addEventListener("click", (event) => closeChoices(event.target.closest("details.diary-free")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector("details.diary-free[open]");
    closeChoices();
    if (open && !drag) open.querySelector("summary").focus();
  });

  if (!diary || !form) return;

  const canDrag = () => matchMedia("(pointer: fine)").matches && getComputedStyle(diary).display === "grid";
  const hours = [...diary.querySelectorAll(".diary-hour")];
  const days = [...diary.querySelectorAll(".diary-day")];
  const pad = (number) => String(number).padStart(2, "0");

  // Rows grow with their words, so the hour lines are asked where they are.
  const rowAt = (y) => {
    const tops = hours.map((hour) => hour.getBoundingClientRect().top);
    tops.push(days[0].getBoundingClientRect().bottom);
    const last = hours.length - 1;
    const found = Math.max(0, hours.findLastIndex((hour, index) => tops[index] <= y));
    const part = (y - tops[found]) / (tops[found + 1] - tops[found]);
    const quarter = Math.min(Math.max(Math.round(part * QUARTERS_PER_HOUR), 0), QUARTERS_PER_HOUR);
    return Math.min(found, last) * QUARTERS_PER_HOUR + quarter;
  };

  const placeAt = (x, y) => {
    const day = days.find((one) => {
      const box = one.getBoundingClientRect();
      return box.left <= x && x < box.right;
    });
    if (!day) return null;
    const row = Math.min(rowAt(y - drag.grip), hours.length * QUARTERS_PER_HOUR - drag.rows);
    const minutes = Number(hours[0].dataset.hour) * 60 + row * 15;
    return { day, row, clock: `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}` };
  };

  const begin = () => {
    drag.visit.dataset.carried = "";
    drag.marker = document.createElement("div");
    drag.visit.classList.add("is-dragged");
    document.body.classList.add("is-dragging");
  };

  const show = () => {
    drag.place = placeAt(drag.x, drag.y);
    drag.marker.remove();
    if (!drag.place) return;
    drag.marker.className = `diary-drop at-${drag.place.row} for-${drag.rows}`;
    drag.marker.textContent = drag.place.clock;
    drag.place.day.querySelector(".diary-ground").append(drag.marker);
  };

  const end = () => {
    if (!drag) return;
    drag.visit.classList.remove("is-dragged");
    document.body.classList.remove("is-dragging");
    if (drag.marker) drag.marker.remove();
    drag = null;
  };

  const drop = () => {
    const { visit, place, from, marker } = drag;
    const to = place && `${place.day.dataset.day}T${place.clock}`;
    if (!to || to === from) return end();
    form.action = visit.dataset.move;
    form.elements.starts_at.value = to;
    form.elements.seen.value = visit.dataset.seen;
    marker.classList.add("is-sent");
    drag = null;
    form.submit();
  };

  for (const visit of diary.querySelectorAll("[data-move]")) {
    visit.draggable = false;
    visit.addEventListener("pointerdown", (event) => {
      delete visit.dataset.carried;
      if (event.button !== 0 || event.pointerType === "touch" || !canDrag()) return;
      const rows = Number(/\bfor-(\d+)/.exec(visit.closest("li").className)[1]);
      const grip = event.clientY - visit.getBoundingClientRect().top;
      drag = { visit, rows, grip, startX: event.clientX, startY: event.clientY, from: visit.dataset.from };
      visit.setPointerCapture(event.pointerId);
    });
    visit.addEventListener("pointermove", (event) => {
      if (!drag || drag.visit !== visit) return;
      drag.x = event.clientX;
      drag.y = event.clientY;
      const far = Math.hypot(drag.x - drag.startX, drag.y - drag.startY) > SLACK;
      if (!drag.marker && far) begin();
      if (drag.marker) show();
    });
    visit.addEventListener("pointerup", () => {
      if (!drag) return;
      if (!drag.marker) return end();
      drop();
    });
    visit.addEventListener("pointercancel", end);
    // What ends a drag is not a press on the link.
    visit.addEventListener("click", (event) => {
      if ("carried" in visit.dataset) event.preventDefault();
    });
  }
  document.addEventListener("scroll", () => drag?.marker && show(), { passive: true });
  document.addEventListener("keydown", (event) => event.key === "Escape" && end());
})();
