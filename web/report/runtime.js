// Draws the report's charts: each element with data-chart names a JSON block that holds its
// Vega-Lite specification. Colours of text and lines are the page's own (currentColor), so that dark
// and light need no redrawing. Nothing is fetched.
(() => {
  "use strict";
  const palette = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442",
    "#8c8c8c", "#7a5195", "#4d4d4d", "#b07d62", "#003f5c"];
  const faint = { gridColor: "currentColor", gridOpacity: 0.12, domainColor: "currentColor",
    domainOpacity: 0.4, tickColor: "currentColor", tickOpacity: 0.4, labelColor: "currentColor",
    labelOpacity: 0.85, titleColor: "currentColor", titleFontWeight: "normal" };
  const config = {
    background: null,
    font: "system-ui, sans-serif",
    view: { stroke: null },
    axis: { ...faint, labelFontSize: 11, titleFontSize: 11 },
    legend: { labelColor: "currentColor", titleColor: "currentColor", labelFontSize: 11,
      orient: "bottom", columns: 3, symbolType: "square", title: null, labelLimit: 220 },
    range: { category: palette },
    text: { color: "currentColor" },
  };

  function fail(element, error) {
    element.textContent = `This chart could not be drawn: ${error.message}`;
    element.classList.add("failed");
  }

  async function draw(element) {
    if (element.dataset.state) return;
    element.dataset.state = "drawing";
    try {
      const spec = JSON.parse(document.getElementById(element.dataset.chart).textContent);
      await vegaEmbed(element, spec, {
        mode: "vega-lite", renderer: "svg", config, hover: true,
        actions: { export: true, source: false, compiled: false, editor: false },
        downloadFileName: element.dataset.chart,
      });
      element.dataset.state = "drawn";
    } catch (error) {
      element.dataset.state = "failed";
      fail(element, error);
    }
  }

  // What is in view comes first; the rest follows one by one, and all at once when the page is
  // printed.
  function start() {
    const elements = [...document.querySelectorAll("[data-chart]")];
    if (typeof vegaEmbed !== "function") {
      for (const element of elements) element.remove();
      return;
    }
    const watcher = new IntersectionObserver((entries) => {
      for (const entry of entries) if (entry.isIntersecting) draw(entry.target);
    }, { rootMargin: "400px" });
    for (const element of elements) watcher.observe(element);
    const rest = [...elements];
    const later = (task) => setTimeout(task, 0);  // lets the page answer between two charts
    const next = async () => {
      const element = rest.shift();
      if (!element) return;
      await draw(element);
      later(next);
    };
    later(next);
    window.addEventListener("beforeprint", () => {
      for (const element of elements) draw(element);
      for (const details of document.querySelectorAll("details:not([open])")) {
        details.open = true;
        details.dataset.closed = "";
      }
    });
    window.addEventListener("afterprint", () => {
      for (const details of document.querySelectorAll("details[data-closed]")) {
        details.open = false;
        delete details.dataset.closed;
      }
    });
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
