"use strict";
(function () {
  var form = document.getElementById("filter"), count = document.getElementById("count");
  var all = function (selector) { return Array.prototype.slice.call(document.querySelectorAll(selector)); };
  var items = all("[data-item]"), lanes = all("[data-lane]"), groups = all("[data-group]");
  if (form && count) {
    var fields = Array.prototype.slice.call(form.elements).filter(function (field) { return field.name; });
    var texts = null;
    var folded = function (text) { return text.normalize("NFKC").toLowerCase(); };
    var value = function (name) { var field = form.elements[name]; return field ? field.value.trim() : ""; };
    // the filters stand in the address, so that a link or a bookmark keeps them
    var query = function () {
      return fields.filter(function (field) { return field.value; }).map(function (field) {
        return encodeURIComponent(field.name) + "=" + encodeURIComponent(field.value);
      }).join("&");
    };
    var remember = function () {
      var asked = query();
      try { history.replaceState(null, "", location.pathname + (asked ? "?" + asked : "") + location.hash); }
      catch (error) { location.replace("#?" + asked); }
    };
    var recall = function () {
      var asked = location.search.slice(1) || (location.hash.indexOf("#?") === 0 ? location.hash.slice(2) : "");
      asked.split("&").forEach(function (part) {
        var pair = part.split("="), field = form.elements[decodeURIComponent(pair[0])];
        if (field && pair.length === 2) { field.value = decodeURIComponent(pair[1]); }
      });
    };
    var apply = function () {
      var words = folded(value("words"));
      if (words && !texts) { texts = items.map(function (item) { return folded(item.textContent); }); }
      var shown = 0;
      items.forEach(function (item, i) {
        var fits = fields.every(function (field) {
          if (field.name === "words") { return !words || texts[i].indexOf(words) >= 0; }
          var own = item.getAttribute("data-" + field.name);
          return !field.value || own === null || own.split("、").indexOf(field.value) >= 0;
        });
        item.hidden = !fits;
        if (fits) { shown += 1; }
      });
      // a further lane goes with its record, the row above
      lanes.forEach(function (lane) { lane.hidden = lane.previousElementSibling.hidden; });
      groups.forEach(function (group) { group.hidden = !group.querySelector("[data-item]:not([hidden])"); });
      // rows that wait for their department are no records
      var awaited = items.filter(function (item) { return item.classList.contains("awaited"); });
      var waiting = awaited.filter(function (item) { return !item.hidden; }).length;
      // what is folded away needs nobody
      var noted = items.filter(function (item) { return item.closest(".fold"); });
      var notes = noted.filter(function (item) { return !item.hidden; }).length;
      var total = items.length - awaited.length - noted.length;
      var others = [waiting ? "未提出" + waiting + "件" : "", notes ? "お知らせなど" + notes + "件" : ""].filter(Boolean).join("、");
      var own = total ? total + "件のうち" + (shown - waiting - notes) + "件" + (others ? "（ほかに" + others + "）" : "") : others || "0件";
      count.textContent = own + "を表示しています。";
    };
    // a link to what is folded or filtered away shows it again
    var reveal = function () {
      var target = location.hash && document.getElementById(location.hash.slice(1));
      if (!target) { return; }
      if (target.hidden || target.closest("[hidden]")) { form.reset(); apply(); remember(); }
      var folds = target.closest("details");
      if (folds) { folds.open = true; }
      target.scrollIntoView();
    };
    var change = function () { apply(); remember(); };
    form.addEventListener("input", change);
    form.addEventListener("change", change);
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    form.addEventListener("reset", function () { setTimeout(change, 0); });
    window.addEventListener("hashchange", reveal);
    form.hidden = false;
    recall();
    apply();
    reveal();
  }
  all("[data-copy]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      var text = document.getElementById(button.getAttribute("data-copy"));
      var done = function () { button.textContent = "コピーしました"; };
      var select = function () { text.closest("details").open = true; text.focus(); text.select(); if (document.execCommand("copy")) { done(); } };
      if (navigator.clipboard) { navigator.clipboard.writeText(text.value).then(done, select); } else { select(); }
    });
  });
}());
