// A button of ours that prints the page. Without this script the browser's own menu prints the same.
if (!document.body.dataset.prints) {
  document.body.dataset.prints = "yes";
  document.addEventListener("click", (event) => {
    if (event.target.closest?.(".print-page")) window.print();
  });
}
