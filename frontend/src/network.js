// What static/network.js draws with: sigma for the canvas, graphology for the graph, ForceAtlas2 for the places.
export { Sigma } from "sigma";
export { default as Graph } from "graphology";
export { default as forceAtlas2 } from "graphology-layout-forceatlas2";
