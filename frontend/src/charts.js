// What static/charts.js draws with. Vega's own way of running expressions makes functions from text, which the
// content security policy forbids; the interpreter walks the syntax tree instead.
import embed from "vega-embed";
import { expressionInterpreter } from "vega-interpreter";

export function draw(place, spec, options = {}) {
  return embed(place, spec, {
    ast: true,
    expr: expressionInterpreter,
    actions: false,
    defaultStyle: false,
    renderer: "canvas",
    tooltip: { disableDefaultStyle: true },
    ...options,
  });
}
