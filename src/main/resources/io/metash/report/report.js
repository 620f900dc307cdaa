
"use strict";
(function () {
  const field = document.getElementById("find");
  const found = document.getElementById("found");
  const rows = Array.from(document.querySelectorAll(".grid tbody tr"));
  const texts = rows.map(function (row) { return row.textContent.toLowerCase(); });
  function search() {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    rows.forEach(function (row, i) {
      const fits = words.every(function (word) { return texts[i].includes(word); });
      row.hidden = !fits;
      count += fits ? 1 : 0;
    });
    document.querySelectorAll(".grid").forEach(function (grid) {
      grid.hidden = words.length > 0 && !grid.querySelector("tbody tr:not([hidden])");
    });
    found.textContent = words.length > 0 ? count + " of " + rows.length + " rows" : "";
  }
  field.addEventListener("input", search);
  const asked = /^#find=(.*)$/.exec(window.location.hash);
  if (asked) {
    field.value = decodeURIComponent(asked[1]);
    search();
  }
})();
