// Shortcuts on the keyboard and previews of links; loaded by site.js when first used.
(function () {
  "use strict";
  var root = document.documentElement, main = document.getElementById("main");
  function kept(name) { try { return localStorage.getItem(name); } catch (error) { return null; } }
  function keep(name, value) { try { localStorage.setItem(name, value); } catch (error) { /* private windows keep nothing */ } }

  // Shortcuts: single letters can be switched off (WCAG 2.1.4)
  // The window that tells of them is made of the texts that stand in front of this script (beatbook/publishing/render.py).
  var texts = window.beatbookKeys, open = document.getElementById("keys-open"), keys = document.createElement("dialog"), box = null;
  function add(to, name, text) {
    var part = document.createElement(name);
    if (text) part.textContent = text;
    return to.appendChild(part);
  }
  if (open && texts && keys.showModal) {
    keys.id = "keys";
    keys.setAttribute("aria-labelledby", "keys-title");
    add(keys, "h2", texts.title).id = "keys-title";
    var list = add(keys, "dl"), label = add(keys, "label"), form = add(keys, "form");
    list.className = "keys";
    texts.keys.forEach(function (key) { add(add(list, "dt"), "kbd", key[0]); add(list, "dd", key[1]); });
    box = add(label, "input");
    box.type = "checkbox";
    label.append(texts.on);
    form.method = "dialog";
    add(form, "button", texts.close).type = "submit";
    document.body.appendChild(keys);
    box.checked = kept("shortcuts") !== "off";
    box.addEventListener("change", function () { keep("shortcuts", box.checked ? "on" : "off"); });
    open.addEventListener("click", function (event) { event.preventDefault(); keys.showModal(); });
  }
  function step(by) {
    var all = Array.prototype.filter.call(main.querySelectorAll(".title a, .list th a, .hits a, .perma, .value a, .brief > li > a, .steps .who a:first-child"), function (link) { return link.getClientRects().length; });
    var at = all.indexOf(document.activeElement), next;
    if (at < 0) {
      next = by > 0 ? all.find(function (link) { return link.getBoundingClientRect().top > 0; }) : null;
    } else {
      next = all[at + by];
    }
    if (next) { next.focus(); next.scrollIntoView({ block: "nearest" }); }
  }
  function press(event) {
    if (event.key === "Escape") { hide(); return; }
    var typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.isContentEditable;
    if (typing || event.ctrlKey || event.metaKey || event.altKey || (box && (keys.open || !box.checked))) return;
    if (event.key === "?" && box) {
      event.preventDefault(); hide(); keys.showModal();
    } else if (event.key === "j") {
      step(1);
    } else if (event.key === "k") {
      step(-1);
    }
  }
  document.addEventListener("keydown", press);

  // Previews: a link that is pointed at or focused shows what its page says first.  The text comes as a classic script, so that it
  // works from disk; the script is chosen by a checksum of the address (beatbook/publishing/previews.py).
  var shards = +root.dataset.previews, held = {}, waiting = {}, card = null, shown = null, timer = 0;
  var home = new URL(root.dataset.root || "./", document.baseURI).href;
  window.beatbookPreview = function (number, entries) { held[number] = entries; };
  function entry(link) {
    var url = decodeURI(link.href.split(/[?#]/)[0]), here = decodeURI(location.href.split(/[?#]/)[0]), base = decodeURI(home);
    if (url === here || url.indexOf(base) !== 0 || (link.closest(".title") && link.closest("li").querySelector(".gist"))) return null;
    url = url.slice(base.length);
    for (var sum = -1, i = 0; i < url.length; i++) {
      sum ^= url.charCodeAt(i) & 255;
      for (var bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xEDB88320 : 0);
    }
    var number = (~sum >>> 0) % shards;
    if (held[number]) return Promise.resolve(held[number][url]);
    waiting[number] = waiting[number] || new Promise(function (done) {
      var script = document.createElement("script");
      script.src = home + "previews/" + number + ".js";
      script.onload = done; script.onerror = done;
      document.head.appendChild(script);
    });
    return waiting[number].then(function () { return (held[number] || {})[url]; });
  }
  function show(link) {
    var promise = entry(link);
    if (!promise) return;
    shown = link;
    promise.then(function (text) {
      if (!text || shown !== link) return;
      if (!card) {
        card = document.createElement("div");
        card.id = "preview"; card.setAttribute("role", "tooltip");
        card.addEventListener("mouseenter", function () { clearTimeout(timer); });
        card.addEventListener("mouseleave", later);
        document.body.appendChild(card);
      }
      card.replaceChildren.apply(card, ["b", "span", "p"].map(function (name, n) {
        var part = document.createElement(name);
        part.textContent = text[n];
        return part;
      }));
      card.hidden = false;
      var at = link.getBoundingClientRect(), width = card.offsetWidth, below = at.bottom + card.offsetHeight + 12 < innerHeight;
      card.style.left = Math.max(8, Math.min(at.left, root.clientWidth - width - 8)) + scrollX + "px";
      card.style.top = (below ? at.bottom + 6 : at.top - card.offsetHeight - 6) + scrollY + "px";
      link.setAttribute("aria-describedby", "preview");
    });
  }
  function hide() {
    clearTimeout(timer);
    if (shown) shown.removeAttribute("aria-describedby");
    shown = null;
    if (card) card.hidden = true;
  }
  function later() { clearTimeout(timer); timer = setTimeout(hide, 200); }
  function linkOf(event) { return event.target.closest ? event.target.closest("main a[href]") : null; }
  if (main && shards && matchMedia("(hover: hover)").matches) {
    main.addEventListener("mouseover", point);
    main.addEventListener("mouseout", function (event) { if (linkOf(event)) later(); });
  }
  if (main && shards) {
    main.addEventListener("focusin", focus);
    main.addEventListener("focusout", later);
  }
  function point(event) {
    var link = linkOf(event);
    if (!link || link === shown) { if (link) clearTimeout(timer); return; }
    clearTimeout(timer);
    timer = setTimeout(function () { hide(); show(link); }, 350);
  }
  function focus(event) {
    var link = linkOf(event);
    hide();
    if (link && link.matches(":focus-visible")) show(link);
  }
  // What made site.js fetch this file happens once more here
  window.beatbookComfort = function (event) {
    if (event.type === "keydown") press(event);
    else if (event.type === "click") open.click();
    else if (event.type === "focusin") focus(event);
    else if (event.type === "mouseover" && matchMedia("(hover: hover)").matches) point(event);
  };
})();
