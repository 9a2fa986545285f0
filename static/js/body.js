// The figure of the body: a press on a place ticks its box in the list, which is what is sent.
(() => {
  "use strict";

  for (const chart of document.querySelectorAll(".places .body-chart")) {
    const list = chart.closest(".places");
    const boxOf = (place) => list.querySelector(`input[value="${place.dataset.place}"]`);
    chart.classList.add("body-chart--pressed");
    chart.addEventListener("click", (event) => {
      const place = event.target.closest("[data-place]");
      const box = place && boxOf(place);
      if (box) box.checked = !box.checked;
    });
  }
})();
