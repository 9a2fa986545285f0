// Finds a client while the name is typed. Without this the button "Find" does the same.
(() => {
  "use strict";
  const place = document.querySelector("[data-find-client]");
  if (!place) return;

  const form = place.closest("form");
  const input = place.querySelector(".finder input");
  const button = place.querySelector(".finder button");
  const list = place.querySelector("[role=listbox]");
  const status = place.querySelector("[data-status]");
  const chosen = place.querySelector("[data-chosen]");
  const fresh = place.querySelector("[data-new]");
  const client = chosen.querySelector("input");
  const pause = 200;
  let timer = 0;
  let asked = 0;
  let clients = [];
  let active = -1;

  button.hidden = true;
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-controls": list.id,
    "aria-expanded": "false",
  })) input.setAttribute(name, value);

  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const mark = (index) => {
    active = index;
    [...list.children].forEach((row, n) => row.setAttribute("aria-selected", String(n === index)));
    input.setAttribute("aria-activedescendant", list.children[index].id);
    list.children[index].scrollIntoView({ block: "nearest" });
  };

  const choose = (found) => {
    client.value = found.pk;
    client.disabled = false;
    chosen.querySelector("[data-name]").textContent = found.name;
    chosen.querySelector("[data-line]").textContent = found.line;
    chosen.hidden = false;
    fresh.hidden = true;
    status.textContent = "";
    close();
    chosen.querySelector("button").focus();
  };

  // What she moves through stays as it is: an answer still on its way would change it under her hands, and Enter
  // would then send what is typed as somebody new.
  const walk = (index) => {
    clearTimeout(timer);
    asked += 1;
    mark(index);
  };

  const row = (found, index) => {
    const item = document.createElement("li");
    const name = document.createElement("strong");
    const line = document.createElement("span");
    item.id = `found-${index}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    name.textContent = found.name;
    line.textContent = found.line;
    item.append(name, " ", line);
    // The field keeps the focus, so that its losing it does not close the list before the press counts.
    item.addEventListener("pointerdown", (event) => event.preventDefault());
    item.addEventListener("click", () => choose(found));
    return item;
  };

  const show = (found) => {
    clients = found;
    close();
    list.replaceChildren(...found.map(row));
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(Boolean(found.length)));
    status.textContent = found.length ? `${place.dataset.some} ${found.length}` : place.dataset.none;
  };

  const ask = async () => {
    const text = input.value.trim();
    const turn = ++asked;
    if (text.length < 2) {
      status.textContent = "";
      return close();
    }
    // Posted, because an address, and the name in it, would stand in a log.
    const body = new URLSearchParams({ text, csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value });
    try {
      const answer = await fetch(place.dataset.url, { method: "POST", body, redirect: "error" });
      const found = answer.ok ? (await answer.json()).clients : [];
      if (turn === asked && document.activeElement === input) show(found);
    } catch {
      button.hidden = false;
    }
  };

  input.addEventListener("input", () => {
    place.querySelector("[data-hits]")?.remove();
    clearTimeout(timer);
    timer = setTimeout(ask, pause);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const last = clients.length - 1;
    if (event.key === "ArrowDown") walk(active < last ? active + 1 : 0);
    else if (event.key === "ArrowUp") walk(active > 0 ? active - 1 : last);
    else if (event.key === "Enter" && active >= 0) choose(clients[active]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  chosen.querySelector("button").addEventListener("click", (event) => {
    event.preventDefault();
    client.value = "";
    client.disabled = true;
    chosen.hidden = true;
    fresh.hidden = false;
    input.value = "";
    input.focus();
  });
})();
