/* Says two minutes ahead that the session ends. The server decides when; it is asked first, because another
   tab may have been in use meanwhile. */
"use strict";
(() => {
  const script = document.currentScript;
  const WARNED = 120;
  let timer, ends = Date.now() + script.dataset.left * 1000;

  const left = async (method) => {
    const token = document.querySelector("#logout-form [name=csrfmiddlewaretoken]");
    const headers = { Accept: "application/json" };
    if (method === "POST") headers["X-CSRFToken"] = token.value;
    const answer = await fetch(script.dataset.stay, { method, headers, redirect: "error" });
    return answer.ok ? (await answer.json()).left : 0;
  };

  const wait = (seconds) => {
    ends = Date.now() + seconds * 1000;
    clearTimeout(timer);
    timer = setTimeout(look, Math.max(0, seconds - WARNED) * 1000);
  };

  const dialogs = () => {
    const shown = document.querySelectorAll("dialog.idle");
    if (shown.length) return shown;
    document.body.append(document.getElementById("idle-warning").content.cloneNode(true));
    const [warning, ended] = document.querySelectorAll("dialog.idle");
    warning.querySelector("button").addEventListener("click", stay);
    ended.querySelector("button").addEventListener("click", () => ended.close());
    return [warning, ended];
  };

  const end = () => {
    const [warning, ended] = dialogs();
    warning.close();
    if (!ended.open) ended.showModal();
  };

  const look = async () => {
    const seconds = await left("GET").catch(() => 0);
    if (seconds <= 0) return end();
    if (seconds > WARNED) return wait(seconds);
    const [warning] = dialogs();
    if (!warning.open) warning.showModal();
    clearTimeout(timer);
    timer = setTimeout(look, (seconds + 1) * 1000);
  };

  const stay = async () => {
    const seconds = await left("POST").catch(() => 0);
    const [warning] = dialogs();
    warning.close();
    if (seconds <= 0) end();
    else if (seconds > WARNED) wait(seconds);
    else timer = setTimeout(look, (seconds + 1) * 1000);
  };

  // A phone in a pocket stops its clocks.
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && Date.now() > ends - WARNED * 1000) look();
  });
  wait(Number(script.dataset.left));
})();
