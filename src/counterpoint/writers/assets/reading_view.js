"use strict";
(function () {
  var box = document.getElementById("filter");
  var choice = document.getElementById("speaker");
  var told = document.getElementById("told");
  if (!box || !choice) { return; }
  box.hidden = false;
  choice.addEventListener("change", function () {
    var wanted = choice.value;
    var shown = 0;
    document.querySelectorAll(".card").forEach(function (card) {
      var fits = wanted === "" || card.dataset.speaker === wanted;
      card.hidden = !fits;
      if (fits) { shown += 1; }
    });
    document.querySelectorAll("a.ref").forEach(function (link) {
      var card = document.getElementById(link.getAttribute("href").slice(1));
      link.hidden = Boolean(card && card.hidden);
    });
    document.querySelectorAll("[data-of]").forEach(function (mark) {
      var fits = mark.dataset.of.split(" ").some(function (id) {
        var card = document.getElementById(id);
        return card && !card.hidden;
      });
      mark.classList.toggle("dim", !fits);
    });
    told.textContent = shown + (shown === 1 ? " statement shown" : " statements shown");
  });
})();
