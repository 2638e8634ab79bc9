// Put the focus where a form begins anew. The form works without it.

document.querySelector(`.st-key-${document.currentScript.dataset.key} input`)?.focus();
