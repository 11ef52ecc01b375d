// Reads a SMART Health Link of ours in the browser: the payload after the fragment mark, the manifest by POST with the code, the file
// unlocked by WebCrypto, and its text shown. Nothing is kept: when the page is closed, it is gone. Text is put in as text, never as markup.
document.addEventListener("DOMContentLoaded", () => {
  const room = document.getElementById("delt");
  const find = (name) => room.querySelector(`[data-${name}]`);
  const unlock = find("unlock");
  const sections = find("shown");
  const answer = find("answer");
  const wrong = find("wrong");
  const closed = { heading: find("title").textContent, tab: document.title };
  let payload = null;
  let passcode = "";

  const bytes = (text) => {
    const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(plain, (one) => one.charCodeAt(0));
  };

  const gone = () => {
    unlock.hidden = answer.hidden = sections.hidden = true;
    sections.replaceChildren();
    answer.querySelector("select").replaceChildren();
    find("title").textContent = closed.heading;
    document.title = closed.tab;
    find("gone").hidden = false;
    payload = null;
  };

  // Only links of this house: another's is read by its own page. Whether it still opens, the house says.
  const read = () => {
    const mark = "shlink:/";
    const at = location.hash.indexOf(mark);
    if (at < 0) return null;
    try {
      const found = JSON.parse(new TextDecoder().decode(bytes(location.hash.slice(at + mark.length))));
      const ours = new URL(found.url).origin === location.origin && (found.v ?? 1) === 1;
      return ours ? found : null;
    } catch {
      return null;
    }
  };

  const send = (url, body) =>
    fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body), credentials: "omit" });

  const opened = async (locked, key) => {
    const [header, , nonce, content, tag] = locked.split(".");
    const told = JSON.parse(new TextDecoder().decode(bytes(header)));
    if (told.alg !== "dir" || told.enc !== "A256GCM") throw new Error("another lock");
    const whole = new Uint8Array([...bytes(content), ...bytes(tag)]);
    const lock = await crypto.subtle.importKey("raw", bytes(key), "AES-GCM", false, ["decrypt"]);
    const how = { name: "AES-GCM", iv: bytes(nonce), additionalData: new TextEncoder().encode(header) };
    return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(how, lock, whole)));
  };

  const known = { p: "p", h3: "h3", ul: "ul", li: "li", strong: "strong", blockquote: "blockquote" };
  const dressed = { h3: "ds-heading", blockquote: "hh-say", ul: "hh-stack" };
  const copy = (from, into) => {
    for (const one of from.childNodes) {
      if (one.nodeType === Node.TEXT_NODE) into.append(one.data);
      if (one.nodeType !== Node.ELEMENT_NODE) continue;
      const name = known[one.localName];
      const made = name ? document.createElement(name) : document.createDocumentFragment();
      if (dressed[name]) made.className = dressed[name];
      copy(one, made);
      into.append(made);
    }
  };

  const show = (bundle) => {
    const rows = bundle.entry.map((one) => one.resource);
    const whole = rows[0];
    find("title").textContent = whole.title;
    document.title = whole.title;
    sections.replaceChildren();
    for (const one of whole.section) {
      const made = document.createElement("section");
      made.className = "hh-section hh-stack";
      const heading = document.createElement("h2");
      heading.className = "ds-heading";
      heading.dataset.size = "sm";
      heading.textContent = one.title;
      made.append(heading);
      copy(new DOMParser().parseFromString(one.text.div, "application/xhtml+xml").documentElement, made);
      sections.append(made);
    }
    const choices = rows.filter((one) => one.resourceType === "CarePlan").flatMap((one) => one.activity ?? []).filter((one) => one.id);
    const select = answer.querySelector("select");
    select.replaceChildren(...choices.map((one) => new Option(one.detail.description, one.id)));
    answer.querySelector("#svar-will").closest("label").hidden = !choices.length;
    unlock.hidden = true;
    sections.hidden = answer.hidden = false;
    find("title").focus();
  };

  const tries = (left) => (left === 1 ? room.dataset.leftOne : room.dataset.left.replace("{count}", left));

  unlock.addEventListener("submit", async (event) => {
    event.preventDefault();
    wrong.textContent = "";
    const given = new FormData(unlock);
    const button = unlock.querySelector("button");
    button.disabled = true;
    try {
      const said = await send(payload.url, { recipient: given.get("recipient"), passcode: given.get("passcode") });
      if (said.status === 401) {
        const left = (await said.json()).remainingAttempts;
        if (left) wrong.textContent = tries(left);
        else gone();
      } else if (said.status === 404) {
        gone();
      } else if (!said.ok) {
        wrong.textContent = room.dataset.broken;
      } else {
        passcode = given.get("passcode");
        const file = (await said.json()).files[0];
        show(await opened(file.embedded ?? (await (await fetch(file.location)).text()), payload.key));
        answer.querySelector("[name=called]").value = given.get("recipient");
      }
    } catch {
      wrong.textContent = room.dataset.broken;
    } finally {
      button.disabled = false;
    }
  });

  answer.addEventListener("change", () => {
    answer.querySelector("[data-for=will]").hidden = new FormData(answer.querySelector("form")).get("kind") !== "will";
  });

  answer.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const faults = find("faults");
    faults.textContent = find("said").textContent = "";
    const given = Object.fromEntries(new FormData(event.target));
    try {
      const said = await send(payload.url.replace(/\/m$/, "/svar"), { ...given, recipient: given.called, passcode });
      if (said.status === 201) {
        find("said").textContent = room.dataset.answered;
        event.target.hidden = true;
      } else if (said.status === 422) {
        faults.textContent = (await said.json()).faults.map((one) => one.reason).join(" ");
      } else if (said.status === 404 || said.status === 401) {
        gone();
      } else {
        faults.textContent = room.dataset.broken;
      }
    } catch {
      faults.textContent = room.dataset.broken;
    }
  });

  // Stands there until this runs: for whoever has no JavaScript.
  find("plain").remove();

  const begin = () => {
    payload = read();
    find("gone").hidden = !!payload;
    unlock.hidden = !payload;
    const coded = (payload?.flag ?? "P").includes("P");
    for (const one of unlock.querySelectorAll("[data-coded]")) one.hidden = !coded;
    find("card").hidden = coded;
    unlock.querySelector("[name=passcode]").required = coded;
    sections.hidden = answer.hidden = true;
  };
  window.addEventListener("hashchange", begin);
  begin();
});
