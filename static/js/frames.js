// Chromium gives a frame no :focus once the focus is inside it, and does not bring it into sight.
"use strict";
(() => {
  const mark = () => {
    for (const frame of document.querySelectorAll("iframe")) {
      const isFocused = frame === document.activeElement;
      frame.classList.toggle("is-focused", isFocused);
      if (isFocused) frame.scrollIntoView({ block: "nearest" });
    }
  };
  addEventListener("blur", mark);
  addEventListener("focus", mark);
})();
