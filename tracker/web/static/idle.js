// A clinic's screen that nobody uses clears itself. The server refuses by itself; this is for who walks past.
(() => {
  const { idle, seen, commit, said, signIn } = document.currentScript.dataset;
  // Each run of the page runs this once more.
  if (window.watchedForUse) return;
  window.watchedForUse = true;

  const LAST_USE = "last-use";
  const SECOND = 1000;
  let lastUse = 0;
  let lastTold = 0;
  let waiting = 0;
  let committed = false;
  let cleared = false;

  // Shared by all tabs of this browser, so that work in one keeps the others. By the clock on the wall, which goes on
  // while a laptop sleeps.
  function unusedFor() {
    let elsewhere = 0;
    try {
      elsewhere = Number(localStorage.getItem(LAST_USE)) || 0;
    } catch {
      // A browser that keeps nothing has this tab only.
    }
    const now = Date.now();
    return now - Math.max(lastUse, elsewhere <= now ? elsewhere : 0);
  }

  function use() {
    lastUse = Date.now();
    committed = false;
    try {
      localStorage.setItem(LAST_USE, String(lastUse));
    } catch {
      // As above.
    }
  }

  function look() {
    const unused = unusedFor() / SECOND;
    if (unused >= idle) {
      clear(true);
    } else if (unused >= commit && !committed) {
      // A field tells the server what stands in it when it is left. It keeps the focus all the same.
      committed = true;
      document.activeElement?.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
    }
  }

  function notice(event) {
    if (!event.isTrusted || cleared) return;
    look();
    if (cleared) return;
    use();
    if (!waiting) waiting = setTimeout(tell, Math.max(0, lastTold + seen * SECOND - Date.now()));
  }

  async function tell() {
    waiting = 0;
    lastTold = Date.now();
    if ((await sent("/still-here")) === 401) clear(false);
  }

  async function sent(path) {
    try {
      return (await fetch(path, { method: "POST", redirect: "error" })).status;
    } catch {
      return 0; // no connection
    }
  }

  async function clear(unused) {
    if (cleared) return;
    cleared = true;
    clearInterval(watch);
    const way = new URLSearchParams({ next: location.pathname + location.search });
    if (unused) way.set("why", "idle");
    const goal = `/sign-in?${way}`;
    showInstead(goal);
    if (unused) await leave();
    location.replace(goal);
  }

  // Hidden at once; taken away as well once it is clear that this page will stay for a while.
  function showInstead(goal) {
    for (const part of document.body.children) part.style.setProperty("display", "none", "important");
    const text = document.createElement("p");
    text.textContent = said;
    const link = document.createElement("a");
    link.href = goal;
    link.textContent = signIn;
    const main = document.createElement("main");
    main.style.cssText = "max-width: 26rem; margin: 8vh auto; padding: 1.5rem; font-size: 1.1rem";
    main.append(text, link);
    document.body.append(main);
    document.title = signIn;
  }

  // Until the server has heard of it, signing in would only lead back to what has just been cleared.
  async function leave() {
    for (;;) {
      const status = await sent("/nobody-here");
      if (status === 204 || status === 401) return;
      document.body.replaceChildren(document.body.lastElementChild);
      await new Promise((next) => {
        setTimeout(next, 5 * SECOND);
        window.addEventListener("online", next, { once: true });
      });
    }
  }

  use();
  const watch = setInterval(look, SECOND);
  for (const kind of ["pointerdown", "keydown", "touchstart", "wheel"]) {
    window.addEventListener(kind, notice, { capture: true, passive: true });
  }
  for (const kind of ["focus", "pageshow", "online"]) window.addEventListener(kind, look);
  document.addEventListener("visibilitychange", look);
})();
