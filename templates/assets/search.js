// Search in the browser.  Loads, as classic scripts, only the shards that a query needs; works from disk.
(function () {
  "use strict";
  var root = document.documentElement.dataset.root || "";
  var form = document.getElementById("searching"), field = document.getElementById("q");
  var list = document.getElementById("hits"), said = document.getElementById("said"), kinds = document.getElementById("kinds");
  var text = form.dataset, held = {}, waiting = {}, wanted = 0, kind = "";
  var BONUS = { meeting: 9, person: 6, organization: 3, place: 4, source: 3, event: 2, article: 0, page: 1 };

  window.beatbookSearch = function (name, value) { held[name] = value; };
  function load(name) {
    if (name in held) return Promise.resolve(held[name]);
    return waiting[name] = waiting[name] || new Promise(function (done, failed) {
      var script = document.createElement("script");
      script.src = root + "search/" + name + ".js";
      script.onload = function () { done(held[name]); };
      script.onerror = failed;
      document.head.appendChild(script);
    });
  }
  function fold(query) {
    return query.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").match(/[\p{L}\p{N}]+/gu) || [];
  }
  function shardsFor(index, word) {
    var from = 0;
    index.words.forEach(function (shard, n) { if (shard[0] <= word) from = n; });
    var found = [];
    for (var n = from; n < index.words.length && n < from + 3; n++) {
      if (n > from && index.words[n][0].slice(0, word.length) > word) break;
      found.push(index.words[n][1]);
    }
    return found;
  }
  // entry -> weight, for all words that begin with this one
  function hits(index, word) {
    return Promise.all(shardsFor(index, word).map(load)).then(function (shards) {
      var found = new Map();
      shards.forEach(function (shard) {
        Object.keys(shard).forEach(function (key) {
          if (key.slice(0, word.length) !== word) return;
          var at = 0;
          shard[key].forEach(function (step) {
            at += step >> 2;
            var weight = (step & 3) * (key === word ? 3 : 2);
            if (weight > (found.get(at) || 0)) found.set(at, weight);
          });
        });
      });
      return found;
    });
  }
  // Damerau-Levenshtein (neighbouring letters may be swapped), given up beyond `most`
  function distance(a, b, most) {
    if (Math.abs(a.length - b.length) > most) return most + 1;
    var before = [], last = [], row;
    for (var j = 0; j <= b.length; j++) last[j] = j;
    for (var i = 1; i <= a.length; i++) {
      row = [i];
      for (j = 1; j <= b.length; j++) {
        var cost = a[i - 1] === b[j - 1] ? 0 : 1;
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + cost);
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
      }
      before = last; last = row;
    }
    return last[b.length];
  }
  function forgiving(index, word) {
    return hits(index, word).then(function (found) {
      if (found.size || word.length < 4) return found;
      return load(index.names).then(function (names) {
        var most = word.length > 7 ? 2 : 1, best = most + 1, near = [];
        names.forEach(function (name) {
          var d = distance(word, name, most);
          if (d < best) { best = d; near = [name]; } else if (d === best && d <= most) near.push(name);
        });
        return Promise.all(near.slice(0, 5).map(hits.bind(null, index))).then(function (all) {
          var joined = new Map();
          all.forEach(function (one) { one.forEach(function (w, n) { joined.set(n, Math.max(w, joined.get(n) || 0)); }); });
          return joined;
        });
      });
    });
  }
  function titles(index, numbers) {
    var shards = {};
    function shardOf(n) {
      var found = index.titles[0];
      index.titles.forEach(function (shard) { if (shard[0] <= n) found = shard; });
      return found;
    }
    numbers.forEach(function (n) { var shard = shardOf(n); shards[shard[1]] = shard; });
    return Promise.all(Object.keys(shards).map(load)).then(function () {
      return numbers.map(function (n) { var shard = shardOf(n); return [n].concat(held[shard[1]][n - shard[0]]); });
    });
  }
  // Filters: the events that have every chosen label, by their numbers in the index; null without a filter
  var panel = document.getElementById("facets"), selects = Array.prototype.slice.call(panel.querySelectorAll("select")), table = null;
  function fits(row, but) {
    return selects.every(function (select, n) { return n === but || !select.value || row[n].indexOf(+select.value) >= 0; });
  }
  function allowed() {
    if (!table || !selects.some(function (select) { return select.value; })) return null;
    var found = [];
    table.rows.forEach(function (row, n) { if (fits(row)) found.push(table.first + n); });
    return found;
  }
  // Every choice says how many events it would leave
  function fill() {
    selects.forEach(function (select, n) {
      var counts = {}, value = select.value;
      table.rows.forEach(function (row) { if (fits(row, n)) row[n].forEach(function (label) { counts[label] = (counts[label] || 0) + 1; }); });
      var options = table.labels[n].map(function (label, i) { return [i, label, counts[i] || 0]; }).filter(function (o) { return o[2] || String(o[0]) === value; });
      select.replaceChildren.apply(select, [["", select.dataset.any, 0]].concat(options).map(function (o) {
        var option = document.createElement("option");
        option.value = o[0]; option.textContent = o[2] ? o[1] + " (" + o[2] + ")" : o[1];
        return option;
      }));
      select.value = value;
    });
  }
  function facets() {
    if (table) return Promise.resolve();
    return load("index").then(function (index) { return load(index.facets); }).then(function (found) {
      table = { first: found.first, labels: found.labels, rows: found.rows.split(";").map(function (row) {
        return row.split("|").map(function (labels) { return labels ? labels.split(",").map(Number) : []; });
      }) };
      fill();
    });
  }
  panel.addEventListener("toggle", function () { if (panel.open) facets().catch(function () { show([], text.failed); }); });
  selects.forEach(function (select) { select.addEventListener("change", function () { facets().then(function () { fill(); search(field.value); }); }); });
  panel.querySelector(".clear").addEventListener("click", function () {
    selects.forEach(function (select) { select.value = ""; });
    facets().then(function () { fill(); search(field.value); });
  });
  if (location.hash === "#facets") panel.open = true;

  function search(query) {
    var words = fold(query), mine = ++wanted, only = allowed();
    if (words.join("").length < 2 && !only) { show([], words.length ? text.short : ""); return; }
    said.textContent = said.textContent || text.loading;
    load("index").then(function (index) {
      return Promise.all(words.map(function (word) { return forgiving(index, word); })).then(function (all) {
        var scores = [], kept = only && new Set(only);
        (all[0] || new Map(only.map(function (n) { return [n, 0]; }))).forEach(function (weight, n) {
          var score = weight;
          if (kept && !kept.has(n)) return;
          for (var i = 1; i < all.length; i++) { if (!all[i].has(n)) return; score += all[i].get(n); }
          scores.push([score, n]);
        });
        scores.sort(function (a, b) { return b[0] - a[0] || a[1] - b[1]; });
        return titles(index, scores.slice(0, 60).map(function (s) { return s[1]; })).then(function (rows) {
          if (mine !== wanted) return;
          rows.forEach(function (row, i) { row.push(scores[i][0] + (words.length ? BONUS[row[3]] || 0 : 0)); });
          rows.sort(function (a, b) { return b[5] - a[5] || a[0] - b[0]; });
          show(rows, rows.length ? (scores.length === 1 ? text.one : text.many).replace("{n}", scores.length) : text.none.replace("{query}", query));
        });
      });
    }).catch(function () { if (mine === wanted) show([], text.failed); });
  }
  function show(rows, message) {
    var counts = {};
    rows.forEach(function (row) { counts[row[3]] = (counts[row[3]] || 0) + 1; });
    if (!counts[kind]) kind = "";
    kinds.replaceChildren.apply(kinds, Object.keys(counts).length > 1 ? [""].concat(Object.keys(counts)).map(function (name) {
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = (name ? text["kind" + name[0].toUpperCase() + name.slice(1)] : text.all) + " " + (name ? counts[name] : rows.length);
      button.setAttribute("aria-pressed", String(name === kind));
      button.addEventListener("click", function () { kind = name; show(rows, message); });
      return button;
    }) : []);
    said.textContent = message;
    list.replaceChildren.apply(list, rows.filter(function (row) { return !kind || row[3] === kind; }).map(function (row) {
      var item = document.createElement("li"), link = document.createElement("a"), note = document.createElement("span");
      link.href = root + row[2]; link.textContent = row[1];
      note.className = "soft"; note.textContent = [text["one" + row[3][0].toUpperCase() + row[3].slice(1)], row[4]].filter(function (part, i, all) { return part && all.indexOf(part) === i; }).join(" · ");
      item.append(link, note);
      return item;
    }));
  }
  var timer;
  field.addEventListener("input", function () { clearTimeout(timer); timer = setTimeout(function () { search(field.value); }, 90); });
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    try { history.replaceState(null, "", "?q=" + encodeURIComponent(field.value)); } catch (error) { /* some browsers refuse from disk */ }
    search(field.value);
  });
  var asked = new URLSearchParams(location.search).get("q");
  if (asked) { field.value = asked; search(asked); }
  field.focus();
})();
