// The timer of an exercise. It counts by the clock on the wall, so that neither a locked phone nor a page that runs
// once more changes it, and it records nothing: at its end the focus goes to the page's own button.
(() => {
  const SECOND = 1000;
  const LET_GO = 3; // seconds between two holds, and before the first
  const LAST_SECONDS = 10;
  const LOOK_EVERY = 200;

  // Each run of the page may run this once more.
  for (const host of document.querySelectorAll(".timer:empty")) begin(host);

  function begin(host) {
    const facts = host.dataset;
    const words = JSON.parse(facts.words);
    const [seconds, sets, reps, hold] = ["seconds", "sets", "reps", "hold"].map((name) => Number(facts[name]));
    const ofRep = (LET_GO + hold) * SECOND;
    const ofSet = hold ? reps * ofRep : seconds * SECOND;
    const parts = build(host, words);
    const stored = `timer-${facts.key}`;
    // `before` was counted of this set before `since`, the moment from which it runs; null while it stands.
    let state = { set: 0, before: 0, since: null, sound: false, ...kept() };
    let said = "";
    let ticking = 0;
    let audio = null;
    let awake = null;

    function kept() {
      try {
        return JSON.parse(sessionStorage.getItem(stored)) ?? {};
      } catch {
        return {}; // a browser that keeps nothing has this page only
      }
    }

    function keep() {
      try {
        if (state.set < sets) sessionStorage.setItem(stored, JSON.stringify(state));
        else sessionStorage.removeItem(stored);
      } catch {
        // As above.
      }
    }

    function counted() {
      const more = state.since === null ? 0 : Math.max(0, Date.now() - state.since);
      return Math.min(state.before + more, ofSet);
    }

    function look() {
      if (!host.isConnected) {
        stand();
        document.removeEventListener("visibilitychange", look);
        return;
      }
      if (state.since !== null && counted() >= ofSet) endSet();
      draw();
    }

    function endSet() {
      state = { ...state, set: state.set + 1, before: 0, since: null };
      keep();
      stand();
      const all = state.set >= sets;
      tell(all ? words.end : filled(words.setDone, state.set, sets));
      signal(all ? [300, 150, 300] : [200]);
      if (all) document.querySelector(`.st-key-${facts.done} button`)?.focus();
    }

    function toggle() {
      if (state.since === null) {
        state.since = Date.now();
        said = "";
        wake();
        run();
        if (!hold) tell([words.started, left(ofSet - counted())].filter(Boolean).join(". "));
      } else {
        state = { ...state, before: counted(), since: null };
        stand();
        tell(words.paused);
      }
      keep();
      look();
    }

    function again() {
      state = { ...state, set: 0, before: 0, since: null };
      keep();
      stand();
      tell("");
      look();
      parts.toggle.focus();
    }

    function run() {
      if (!ticking) ticking = setInterval(look, LOOK_EVERY);
      // Where the screen may stay on it does; a phone that goes dark all the same is told the time when it comes back.
      navigator.wakeLock?.request("screen").then(
        (lock) => {
          if (state.since === null) lock.release();
          else awake = lock;
        },
        () => {},
      );
    }

    function stand() {
      clearInterval(ticking);
      ticking = 0;
      awake?.release();
      awake = null;
    }

    function draw() {
      const over = state.set >= sets;
      const done = over ? ofSet : counted();
      const fresh = state.set === 0 && done === 0 && state.since === null;
      let rest = ofSet - done;
      let step = "";
      let count = "";
      if (hold && !over) {
        const rep = Math.min(Math.floor(done / ofRep), reps - 1);
        const inRep = done - rep * ofRep;
        const holds = inRep >= LET_GO * SECOND;
        rest = (holds ? ofRep : LET_GO * SECOND) - inRep;
        step = holds ? words.hold : rep ? words.rest : words.ready;
        count = [filled(words.rep, rep + 1, reps), sets > 1 ? filled(words.set, state.set + 1, sets) : ""]
          .filter(Boolean)
          .join(" · ");
        if (state.since !== null) step_(`${state.set}-${rep}-${holds}`, holds ? `${step}. ${count}` : step, holds);
        if (done === 0 && state.since === null) {
          rest = hold * SECOND;
          step = state.set ? filled(words.setDone, state.set, sets) : "";
        }
      } else if (state.since !== null) {
        const whole = Math.ceil(rest / SECOND);
        const mark = whole <= LAST_SECONDS ? LAST_SECONDS : Math.ceil(whole / 60) * 60;
        // The first full stretch was said with "Started".
        if (!said) said = String(mark);
        step_(String(mark), whole <= LAST_SECONDS ? filled(words.seconds, whole) : left(mark * SECOND), false);
      }
      if (over) step = words.end;
      if (!over && state.since === null && done > 0) step = words.paused;
      show(parts.time, clock(rest));
      show(parts.step, step);
      show(parts.count, count);
      const share = (Math.min(state.set, sets) * ofSet + (over ? 0 : done)) / (sets * ofSet);
      parts.bar.style.width = `${Math.min(100, share * 100)}%`;
      const start = fresh ? words.start : done === 0 ? words.nextSet : words.goOn;
      show(parts.toggle, state.since !== null ? words.pause : over ? words.start : start);
      parts.toggle.disabled = over;
      parts.again.disabled = fresh;
    }

    // Say a step once, when it begins.
    function step_(name, text, loud) {
      if (said === name) return;
      said = name;
      tell(text);
      signal(loud ? [120] : [60]);
    }

    function left(milliseconds) {
      const minutes = Math.floor(Math.round(milliseconds / SECOND) / 60);
      if (minutes < 1) return filled(words.seconds, Math.ceil(milliseconds / SECOND));
      return minutes === 1 ? words.minute : filled(words.minutes, minutes);
    }

    function tell(text) {
      show(parts.heard, text);
    }

    function signal(pattern) {
      navigator.vibrate?.(pattern);
      if (!state.sound || !audio) return;
      let at = audio.currentTime;
      for (let turn = 0; turn < pattern.length; turn += 2) {
        const tone = audio.createOscillator();
        const volume = audio.createGain();
        volume.gain.value = 0.2;
        tone.frequency.value = 660;
        tone.connect(volume).connect(audio.destination);
        tone.start(at);
        tone.stop(at + pattern[turn] / SECOND);
        at += (pattern[turn] + (pattern[turn + 1] ?? 0)) / SECOND;
      }
    }

    // A browser lets a page make a sound only after somebody has touched it.
    function wake() {
      if (state.sound) audio ??= new AudioContext();
    }

    parts.sound.checked = state.sound;
    parts.toggle.addEventListener("click", toggle);
    parts.again.addEventListener("click", again);
    parts.sound.addEventListener("change", () => {
      state.sound = parts.sound.checked;
      wake();
      keep();
    });
    document.addEventListener("visibilitychange", look);
    if (state.since !== null) run();
    look();
    if (state.set < sets) parts.toggle.focus();
  }

  function build(host, words) {
    const time = made("div", "timer-time");
    time.setAttribute("role", "timer");
    time.setAttribute("aria-label", words.left);
    const step = made("div", "timer-step");
    const count = made("div", "timer-count");
    const bar = made("div", "");
    const track = made("div", "timer-bar");
    track.setAttribute("aria-hidden", "true");
    track.append(bar);
    const heard = made("div", "timer-heard");
    heard.setAttribute("role", "status");
    heard.setAttribute("aria-live", "polite");
    const [toggle, again] = [made("button", ""), made("button", "")];
    for (const button of [toggle, again]) button.type = "button";
    again.textContent = words.again;
    const sound = made("input", "");
    sound.type = "checkbox";
    const label = made("label", "");
    label.append(sound, words.sound);
    const controls = made("div", "timer-controls");
    controls.append(toggle, again, label);
    host.append(step, time, count, track, controls, heard);
    return { time, step, count, bar, heard, toggle, again, sound };
  }

  function made(kind, name) {
    const element = document.createElement(kind);
    if (name) element.className = name;
    return element;
  }

  // Only what changes: each change of a live region is read out.
  function show(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }

  function filled(text, n, m) {
    return text.replace("{n}", n).replace("{m}", m);
  }

  function clock(milliseconds) {
    const all = Math.max(0, Math.ceil(milliseconds / SECOND));
    const [hours, minutes, seconds] = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60];
    const tail = String(seconds).padStart(2, "0");
    return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${tail}` : `${minutes}:${tail}`;
  }
})();
