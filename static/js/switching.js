// Another week, and the answers found, without leaving the page: htmx fetches the ordinary page and takes its part
// out of it. Whatever is in the way of that opens the page itself. Without scripts links and forms do the same.
(() => {
  "use strict";
  const status = document.createElement("p");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  document.body.append(status);

  const on = (names, does) => names.forEach((name) => document.addEventListener(name, does));
  const page = (address) => new URL(address, location).href.split("#")[0];

  // Once a time is pressed, or another page is on its way, nothing may come in between.
  let isLeaving = false;
  addEventListener("beforeunload", () => isLeaving = true);

  const open = ({ detail }) => {
    // Somebody who types on has pressed nothing, and is not to be taken to a page of faults.
    if (isLeaving || detail.requestConfig.triggeringEvent?.type === "input") return;
    const { finalRequestPath, anchor } = detail.pathInfo;
    if (page(finalRequestPath) === page(location)) location.reload();
    else location.assign(anchor ? `${finalRequestPath}#${anchor}` : finalRequestPath);
  };

  // A press with one of these asks for a window or a file of its own; htmx knows only of Ctrl.
  const isForBrowser = (event) => event.shiftKey || event.altKey;
  document.addEventListener("click", (event) => isForBrowser(event) && event.stopPropagation(), true);

  on(["htmx:beforeRequest"], () => isLeaving = false);
  on(["htmx:responseError", "htmx:sendError", "htmx:timeout"], open);
  on(["htmx:beforeSwap"], (event) => {
    const { isError, pathInfo, target, serverResponse } = event.detail;
    if (isError || !event.detail.shouldSwap) return;
    const isLedElsewhere = page(pathInfo.responsePath) !== page(pathInfo.finalRequestPath);
    if (!isLeaving && !isLedElsewhere && serverResponse.includes(`id="${target.id}"`)) return;
    event.detail.shouldSwap = false;
    open(event);
  });
  on(["htmx:afterSettle"], () => {
    const heading = document.querySelector("[data-said]");
    const isFocusLost = document.activeElement === document.body;
    if (isFocusLost && heading) heading.focus({ preventScroll: true });
    status.textContent = isFocusLost ? "" : heading?.textContent ?? "";
  });
  // The address is in the history anyway: nothing is left behind in the browser's storage.
  on(["htmx:pushedIntoHistory", "htmx:replacedInHistory"], () => sessionStorage.removeItem("htmx-current-path-for-history"));
})();
