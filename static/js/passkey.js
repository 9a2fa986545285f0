/* Passkeys: the one part of signing in that needs a script. A form marked data-passkey asks the browser
   for a passkey ("ask") or for a new one ("make"), and is then sent with what the browser answered. */
"use strict";
(() => {
  const forms = document.querySelectorAll("form[data-passkey]");
  if (!window.PublicKeyCredential || !navigator.credentials) return;

  const fromText = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const toText = (bytes) =>
    btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  const opened = ({ publicKey }) => {
    const open = (one) => ({ ...one, id: fromText(one.id) });
    const asked = { ...publicKey, challenge: fromText(publicKey.challenge) };
    if (asked.user) asked.user = open(asked.user);
    for (const list of ["excludeCredentials", "allowCredentials"]) if (asked[list]) asked[list] = asked[list].map(open);
    return { publicKey: asked };
  };

  const written = (credential) => {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
      if (credential.response[name]) response[name] = toText(credential.response[name]);
    if (credential.response.getTransports) response.transports = credential.response.getTransports();
    return JSON.stringify({
      type: credential.type,
      id: credential.id,
      rawId: toText(credential.rawId),
      response,
      clientExtensionResults: credential.getClientExtensionResults(),
    });
  };

  const options = async (form) => {
    if (form.dataset.options) return JSON.parse(form.dataset.options);
    const answer = await fetch(form.dataset.optionsFrom, { headers: { Accept: "application/json" } });
    return (await answer.json()).request_options;
  };

  for (const form of forms) {
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const said = document.getElementById(form.dataset.said);
      said.hidden = true;
      try {
        const asked = opened(await options(form));
        const made = form.dataset.passkey === "make";
        const credential = await (made ? navigator.credentials.create(asked) : navigator.credentials.get(asked));
        form.elements.credential.value = written(credential);
        form.submit();
      } catch {
        said.hidden = false;
      }
    });
  }
  for (const word of document.querySelectorAll("[data-passkey-none]")) word.hidden = true;
})();
