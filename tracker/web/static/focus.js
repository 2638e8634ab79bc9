// Put the focus where a form begins anew. The form works without it.
{
  const { key, number } = document.currentScript.dataset;
  // The page may run this once more while it takes it away, and would then take the focus from somebody who types.
  if (document.body.dataset.begunAnew !== number) {
    document.body.dataset.begunAnew = number;
    document.querySelector(`.st-key-${key} input`)?.focus();
  }
}
