// Search in the browser.  Loads, as classic scripts, only the shards that a query needs; works from disk.
(function () {
  "use strict";
  var root = document.documentElement.dataset.root || "";
  var form = document.getElementById("searching"), field = document.getElementById("q");
  var list = document.getElementById("hits"), said = document.getElementById("said"), kinds = document.getElementById("kinds");
  var more = document.getElementById("more"), text = form.dataset, held = {}, waiting = {}, wanted = 0, kind = "", found = [];
  var PAGE = 12, limit = PAGE;  // results at a time: each may need a shard of titles of its own
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
    table.rows.forEach(function (row, n) { if (fits(row)) found.push(table.numbers[n]); });
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
      var numbers = [];
      found.runs.forEach(function (run) { for (var n = 0; n < run[1]; n++) numbers.push(run[0] + n); });
      table = { numbers: numbers, labels: found.labels, rows: found.rows.split(";").map(function (row) {
        return row.split("|").map(function (labels) { return labels ? labels.split(",").map(Number) : []; });
      }) };
      fill();
    });
  }
  panel.addEventListener("toggle", function () { if (panel.open) facets().catch(function () { answer([], text.failed); }); });
  selects.forEach(function (select) { select.addEventListener("change", function () { facets().then(function () { fill(); search(field.value); }); }); });
  panel.querySelector(".clear").addEventListener("click", function () {
    selects.forEach(function (select) { select.value = ""; });
    facets().then(function () { fill(); search(field.value); });
  });
  if (location.hash === "#facets") panel.open = true;

  // What kind of page an entry is: entries of a kind stand together, so the index names where each begins
  function typeOf(index, n) {
    for (var i = index.types.length - 1; i > 0 && index.types[i][0] > n; i--);
    return index.types[i][1];
  }
  function search(query) {
    var words = fold(query), mine = ++wanted, only = allowed();
    if (words.join("").length < 2 && !only) { answer([], words.length ? text.short : ""); return; }
    said.textContent = said.textContent || text.loading;
    load("index").then(function (index) {
      return Promise.all(words.map(function (word) { return forgiving(index, word); })).then(function (all) {
        var hits = [], kept = only && new Set(only);
        (all[0] || new Map(only.map(function (n) { return [n, 0]; }))).forEach(function (weight, n) {
          var score = weight, type = typeOf(index, n);
          if (kept && !kept.has(n)) return;
          for (var i = 1; i < all.length; i++) { if (!all[i].has(n)) return; score += all[i].get(n); }
          hits.push([score + (words.length ? BONUS[type] || 0 : 0), n, type]);
        });
        hits.sort(function (a, b) { return b[0] - a[0] || a[1] - b[1]; });
        if (mine === wanted) answer(hits, hits.length ? (hits.length === 1 ? text.one : text.many).replace("{n}", hits.length) : text.none.replace("{query}", query));
      });
    }).catch(function () { if (mine === wanted) answer([], text.failed); });
  }
  function answer(hits, message) {
    found = hits; limit = PAGE;
    if (!hits.some(function (hit) { return hit[2] === kind; })) kind = "";
    said.textContent = message;
    show();
  }
  // The first results alone are fetched, a page of them at a time
  function show() {
    var counts = {}, mine = wanted;
    found.forEach(function (hit) { counts[hit[2]] = (counts[hit[2]] || 0) + 1; });
    var wantedHits = found.filter(function (hit) { return !kind || hit[2] === kind; });
    kinds.replaceChildren.apply(kinds, Object.keys(counts).length > 1 ? [""].concat(Object.keys(counts)).map(function (name) {
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = (name ? text["kind" + capital(name)] : text.all) + " " + (name ? counts[name] : found.length);
      button.setAttribute("aria-pressed", String(name === kind));
      button.addEventListener("click", function () { kind = name; limit = PAGE; show(); });
      return button;
    }) : []);
    more.hidden = wantedHits.length <= limit;
    if (!wantedHits.length) { list.replaceChildren(); return Promise.resolve(); }
    return load("index").then(function (index) {
      return titles(index, wantedHits.slice(0, limit).map(function (hit) { return hit[1]; }));
    }).then(function (rows) {
      if (mine !== wanted) return;
      list.replaceChildren.apply(list, rows.map(function (row) {
        var item = document.createElement("li"), link = document.createElement("a"), note = document.createElement("span");
        link.href = root + row[2]; link.textContent = row[1];
        note.className = "soft"; note.textContent = [text["one" + capital(row[3])], row[4]].filter(function (part, i, all) { return part && all.indexOf(part) === i; }).join(" · ");
        item.append(link, note);
        return item;
      }));
    }).catch(function () { said.textContent = text.failed; });
  }
  function capital(name) { return name[0].toUpperCase() + name.slice(1); }
  more.addEventListener("click", function () {
    var before = limit;
    limit += 4 * PAGE;
    show().then(function () { var next = list.children[before]; if (next) next.querySelector("a").focus(); });
  });
  var timer;
  field.addEventListener("input", function () { load("index").catch(function () {}); clearTimeout(timer); timer = setTimeout(function () { search(field.value); }, 20); });
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    try { history.replaceState(null, "", "?q=" + encodeURIComponent(field.value)); } catch (error) { /* some browsers refuse from disk */ }
    search(field.value);
  });
  var asked = new URLSearchParams(location.search).get("q");
  if (asked) { field.value = asked; search(asked); }
  field.focus();
})();
