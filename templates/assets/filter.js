// Filters of the timeline and the map by person, place, kind and status; loaded by site.js when a reader opens them.
(function () {
  "use strict";
  var panel = document.getElementById("filter"), root = document.documentElement.dataset.root || "";
  var FACETS = ["kind", "status", "year", "place", "person", "outlet"];  // as beatbook/publishing/facets.py has them
  var selects = Array.prototype.slice.call(panel.querySelectorAll("select")), said = panel.querySelector("[role=status]"), held = {};
  var items = Array.prototype.slice.call(document.querySelectorAll("main li[data-n]")), marks = Array.prototype.slice.call(document.querySelectorAll("main .strip a"));
  var dots = Array.prototype.slice.call(document.querySelectorAll(".map a")), rows = [], labels = [], years = {};
  window.beatbookSearch = function (name, value) { held[name] = value; };
  function load(name) {
    return new Promise(function (done, failed) {
      var script = document.createElement("script");
      script.src = root + "search/" + name + ".js";
      script.onload = function () { done(held[name]); };
      script.onerror = failed;
      document.head.appendChild(script);
    });
  }
  function facet(select) { return FACETS.indexOf(select.dataset.facet); }
  function fits(row, but) {
    return selects.every(function (select) { return select === but || !select.value || row[facet(select)].indexOf(+select.value) >= 0; });
  }
  // An item's number is its place among the events of its year, oldest first; undated ones stand in the order of the table
  function rowOf(item) { return years[item.closest("section").getAttribute("aria-labelledby").replace(/^y|undated/, "")][+item.dataset.n]; }
  // The events that this page shows: those of its list, or, on the map, all of known places
  function shown() { return dots.length ? rows : items.map(rowOf); }
  function fill() {
    selects.forEach(function (select) {
      var counts = {}, value = select.value, number = facet(select);
      shown().forEach(function (row) { if (fits(row, select)) row[number].forEach(function (label) { counts[label] = (counts[label] || 0) + 1; }); });
      var options = labels[number].map(function (label, i) { return [i, label]; }).filter(function (o) { return counts[o[0]] || String(o[0]) === value; });
      select.replaceChildren.apply(select, [["", select.dataset.any]].concat(options).map(function (o) {
        var option = document.createElement("option");
        option.value = o[0]; option.textContent = o[0] === "" ? o[1] : o[1] + " (" + (counts[o[0]] || 0) + ")";
        return option;
      }));
      select.value = value;
    });
  }
  function apply() {
    var left = {}, count = shown().filter(function (row) { return fits(row); }).length, total = shown().length;
    items.forEach(function (item) {
      var out = !fits(rowOf(item));
      item.classList.toggle("out", out);
      if (!out) left[item.querySelector("a").href] = true;
    });
    marks.forEach(function (mark) { mark.classList.toggle("out", !left[new URL(mark.getAttribute("href"), document.baseURI).href]); });
    document.querySelectorAll(".timeline section").forEach(function (section) {
      section.classList.toggle("out", !section.querySelector("li[data-n]:not(.out)"));
    });
    dots.forEach(function (dot) {
      var label = dot.getAttribute("aria-label"), names = label.slice(0, label.lastIndexOf(":")).split(", ");
      var here = rows.filter(function (row) { return fits(row) && row[3].some(function (place) { return names.indexOf(labels[3][place]) >= 0; }); });
      dot.classList.toggle("out", chosen() && !here.length);
    });
    said.textContent = chosen() ? said.dataset.text.replace("{n}", count).replace("{all}", total) : "";
    fill();
    var query = new URLSearchParams();
    selects.forEach(function (select) { if (select.value) query.set(select.dataset.facet, labels[facet(select)][+select.value]); });
    try { history.replaceState(null, "", (String(query) ? "?" + query : location.pathname) + location.hash); } catch (error) { /* some browsers refuse from disk */ }
  }
  function chosen() { return selects.some(function (select) { return select.value; }); }
  load("index").then(function (index) { return load(index.facets); }).then(function (table) {
    labels = table.labels;
    rows = table.rows.split(";").map(function (row) { return row.split("|").map(function (some) { return some ? some.split(",").map(Number) : []; }); });
    rows.forEach(function (row) {
      var year = row[2].length ? labels[2][row[2][0]] : "";
      years[year] = years[year] || [];
      if (year) years[year].unshift(row); else years[year].push(row);
    });
    fill();
    var asked = new URLSearchParams(location.search);
    selects.forEach(function (select) {
      var at = labels[facet(select)].indexOf(asked.get(select.dataset.facet));
      if (at >= 0) select.value = String(at);
      select.addEventListener("change", apply);
    });
    if (chosen()) apply();
    panel.querySelector(".clear").addEventListener("click", function () {
      selects.forEach(function (select) { select.value = ""; });
      apply();
    });
  }).catch(function () { said.textContent = said.dataset.failed; });
})();
