"use strict";
(function () {
  var form = document.getElementById("filter"), count = document.getElementById("count");
  var body = document.getElementById("findings-body");
  if (!form || !count || !body) { return; }
  var rows = Array.prototype.slice.call(body.rows);
  var texts = null;
  function apply() {
    var severity = form.elements.severity.value, department = form.elements.department.value, rule = form.elements.rule.value;
    var words = form.elements.words.value.trim().normalize("NFKC").toLowerCase();
    if (words && !texts) { texts = rows.map(function (row) { return row.textContent.normalize("NFKC").toLowerCase(); }); }
    var shown = 0;
    rows.forEach(function (row, i) {
      var data = row.dataset;
      var fits = (!severity || data.severity === severity) && (!department || data.department.split("、").indexOf(department) >= 0)
        && (!rule || data.rule === rule) && (!words || texts[i].indexOf(words) >= 0);
      row.hidden = !fits;
      if (fits) { shown += 1; }
    });
    count.textContent = rows.length + "件のうち" + shown + "件を表示しています。";
  }
  // a link to a finding that a filter hides shows it again
  function reveal() {
    var target = location.hash && document.getElementById(location.hash.slice(1));
    if (target && target.hidden) { form.reset(); apply(); target.scrollIntoView(); }
  }
  form.addEventListener("input", apply);
  form.addEventListener("change", apply);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("reset", function () { setTimeout(apply, 0); });
  window.addEventListener("hashchange", reveal);
  form.hidden = false;
  apply();
}());
