// A few comforts for our own forms. Every form works without them.

for (const box of document.querySelectorAll("[data-shows]")) {
  const password = document.getElementById(box.dataset.shows);
  const checkbox = box.querySelector("input");
  checkbox.addEventListener("change", () => {
    password.type = checkbox.checked ? "text" : "password";
  });
  // Or a browser may offer to remember the password as if it were any other text.
  password.form.addEventListener("submit", () => {
    password.type = "password";
  });
  box.hidden = false;
}

for (const select of document.querySelectorAll("select[data-own-time-zone]")) {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!select.value && [...select.options].some((option) => option.value === own)) {
    select.value = own;
  }
}
