/* What the pages do beyond links and forms: theme, keys, layers, the panel, what is new. Without it everything still works. */
"use strict";
(() => {
  const root = document.documentElement;
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const stored = (name) => { try { return localStorage.getItem(name); } catch { return null; } };
  const store = (name, value) => { try { localStorage.setItem(name, value); } catch { /* private window */ } };

  // Theme: the server writes it into the page from a cookie, so that the page never flashes.
  const theme = one("#theme");
  const isDark = () => root.dataset.theme === "dark" || (root.dataset.theme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  const showTheme = () => { theme.setAttribute("aria-pressed", String(isDark())); };
  if (theme) {
    showTheme();
    theme.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      document.cookie = `onrecord-theme=${root.dataset.theme}; path=/; max-age=31536000; samesite=strict`;
      showTheme();
    });
  }

  // Filters: asked as soon as they change; empty ones stay out of the address.
  const clean = (form) => new URLSearchParams([...new FormData(form)].filter(([, value]) => String(value).trim()));
  const ask = (form) => {
    const query = clean(form).toString();
    location.assign(form.getAttribute("action") + (query ? `?${query}` : ""));
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("form.filters, form.find")) { event.preventDefault(); ask(form); }
    const person = form.elements.person;
    if (person && person.value) store("onrecord-person", person.value);
  });
  document.addEventListener("change", (event) => {
    const field = event.target;
    if (field.matches("form[data-live] select")) ask(field.form);
    if (field.dataset.layer) layer(field);
    if (field.id === "keys-on") store("onrecord-keys", field.checked ? "on" : "off");
    if (field.id === "renew-on") store("onrecord-renew", field.checked ? "on" : "off");
  });

  // Layers of a report.
  const layer = (box) => {
    one("#body").classList.toggle(`show-${box.dataset.layer}`, box.checked);
    const on = all("[data-layer]").filter((b) => b.checked).map((b) => b.dataset.layer);
    const address = new URL(location.href);
    if (on.length) address.searchParams.set("layers", on.join(",")); else address.searchParams.delete("layers");
    history.replaceState(history.state, "", address);
  };

  // The evidence panel.
  let opener = null;
  const panel = () => one("#panel");
  const mark = (id) => all(".line[data-claim]").forEach((a) => {
    if (a.dataset.claim === id) a.setAttribute("aria-current", "true"); else a.removeAttribute("aria-current");
  });
  const close = () => {
    if (!panel()) return;
    one(".frame").classList.remove("open");
    panel().replaceChildren();
    mark(null);
    const address = new URL(location.href);
    address.searchParams.delete("claim");
    address.hash = "";
    history.replaceState(history.state, "", address);
    if (opener) opener.focus();
  };
  document.addEventListener("htmx:afterSwap", (event) => {
    const target = event.detail.target;
    if (event.target.id === "content") put();
    if (target.id === "content" || target.id === "news") return;
    const sheet = one("#panel .sheet");
    if (!sheet || !(target.id === "panel" || target.closest("#panel") || !target.isConnected)) return;
    one(".frame").classList.add("open");
    mark(sheet.dataset.claim || null);
    fill();
    if (target.id === "panel") { panel().scrollTop = 0; panel().focus({ preventScroll: true }); }
    const first = one(".byhand textarea", sheet);
    if (first) first.focus();
  });
  // Only once it is settled is the link in the news bound to htmx.
  document.addEventListener("htmx:afterSettle", (event) => { if (event.target.id === "news") settleIn(); });
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.elt.matches(".line, [data-page-key]")) opener = event.detail.elt;
  });
  document.addEventListener("htmx:responseError", (event) => {
    const { elt, xhr } = event.detail;
    if (elt.id === "news") return;
    const said = (xhr.getResponseHeader("content-type") || "").startsWith("text/plain") ? xhr.responseText : "That did not work. Load the page again.";
    const near = elt.closest(".sheet") && one(".problem", elt.closest(".byhand, .sheet"));
    if (near) near.textContent = said; else tell(said);
  });
  document.addEventListener("htmx:sendError", (event) => {
    if (event.detail.elt.id !== "news") tell("The server does not answer. Is onrecord serve running?");
  });
  const tell = (text) => {
    const news = one("#news");
    if (!news) return;
    const said = document.createElement("p");
    said.textContent = text;
    news.classList.add("told");
    news.replaceChildren(said);
  };

  // What is new: put in by one press, or by itself where that disturbs nobody; marked until the page is loaded again.
  const parts = () => all("#content [data-fresh], #content .line[data-claim]");
  const name = (part) => part.dataset.fresh || part.dataset.claim;
  const known = new Set(parts().map(name));
  let focused = null;
  let own = false;
  let announced = "";
  const calm = () => stored("onrecord-renew") !== "off" && scrollY < 120 && !one(".frame.open") && !String(getSelection())
    && (!document.activeElement || document.activeElement === document.body || document.activeElement.id === "content");
  const settleIn = () => {
    const show = one("#news [data-renew]");
    if (show && calm()) { announced = one("#news .what").textContent; show.click(); }
  };
  const put = () => {
    parts().filter((part) => !known.has(name(part))).forEach((part) => {
      if (own) { known.add(name(part)); return; }
      const said = document.createElement("span");
      said.className = "new";
      said.textContent = "new";
      (one("h2", part) || part).before(said);
    });
    own = false;
    const evidence = one("#panel .evidence");
    if (evidence) mark(evidence.dataset.claim);
    const line = focused && one(`#content .line[data-claim="${CSS.escape(focused)}"]`);
    if (line) line.focus({ preventScroll: true });
    if (announced) { tell(announced); announced = ""; setTimeout(() => { const n = one("#news"); if (n && !one("a", n)) { n.classList.remove("told"); n.replaceChildren(); } }, 8000); }
    ago();
  };
  document.addEventListener("htmx:beforeSwap", (event) => {
    const line = document.activeElement;
    if (event.detail.target.id === "content") focused = line && line.matches("#content .line") ? line.dataset.claim : null;
  });
  document.addEventListener("reviewed", () => {
    if (!one("#panel") || !window.htmx) return;
    own = true;
    const top = scrollY;
    htmx.ajax("GET", location.pathname + location.search, { target: "#content", select: "#content", selectOOB: "#news", swap: "outerHTML" })
      .then(() => scrollTo(0, top));
  });
  const ago = () => all("time.ago").forEach((time) => {
    const minutes = Math.floor((Date.now() - Date.parse(time.dateTime)) / 60000);
    if (!(minutes >= 0 && minutes < 24 * 60)) return;
    time.title = time.title || time.textContent;
    time.textContent = minutes < 1 ? "just now" : minutes < 60 ? `${minutes} min ago` : `${Math.floor(minutes / 60)} h ago`;
  });
  document.addEventListener("click", (event) => {
    const line = event.target.closest("main .line[data-claim]");
    if (line && panel() && window.htmx && !event.button && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)) {
      event.preventDefault();
      line.setAttribute("hx-push-url", line.getAttribute("href").split("#")[0]);
      htmx.ajax("GET", `/claims/${encodeURIComponent(line.dataset.claim)}`, { source: line, target: "#panel", swap: "innerHTML" });
    }
    if (event.target.closest("[data-close]") && one("#panel")) { event.preventDefault(); close(); }
  });
  const fill = () => all('input[name="person"]').forEach((input) => { input.value = input.value || stored("onrecord-person") || ""; });

  // Keys. Single letters can be switched off (help page), and are silent while somebody types.
  const typing = (element) => element.matches("input:not([type=checkbox]), select, textarea");
  const step = (by) => {
    const lines = all("main .line").filter((a) => a.offsetParent);
    const at = lines.indexOf(document.activeElement);
    const current = at >= 0 ? at : lines.findIndex((a) => a.hasAttribute("aria-current"));
    const next = lines[Math.max(0, Math.min(lines.length - 1, current + by))];
    if (next) next.focus();
  };
  const press = (key) => {
    const target = one(`.evidence [data-key="${key}"]`);
    if (!target) return false;
    target.click();
    if (target.matches("summary") && target.parentElement.open) {
      const field = one("select, input:not([type=hidden])", target.parentElement);
      if (field) field.focus();
    }
    return true;
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && one(".frame.open")) { close(); return; }
    if (stored("onrecord-keys") === "off" || typing(event.target)) return;
    if (event.key === "/") { event.preventDefault(); one("#find").focus(); }
    else if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if ("arcus".includes(event.key)) { if (press(event.key)) event.preventDefault(); }
    else if (event.key === "n" && one("[data-page-key=n]")) { event.preventDefault(); one("[data-page-key=n]").click(); }
    else if (event.key === "." && one("#news [data-renew]")) { event.preventDefault(); one("#news [data-renew]").click(); }
    else if (/^[1-6]$/.test(event.key)) { const box = all("[data-layer]")[event.key - 1]; if (box) box.click(); }
  });

  const keys = one("#keys-on");
  if (keys) keys.checked = stored("onrecord-keys") !== "off";
  const renew = one("#renew-on");
  if (renew) renew.checked = stored("onrecord-renew") !== "off";
  fill();
  ago();
  setInterval(ago, 30000);
  const narrow = matchMedia("(max-width: 44rem)").matches;
  if (narrow && !location.search) all("details.narrow[open]").forEach((d) => { d.open = false; });
  const evidence = one("#panel .evidence");
  if (evidence) mark(evidence.dataset.claim);
})();
