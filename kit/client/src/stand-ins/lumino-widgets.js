/** The parts of Lumino that controls use; the built package is one file with all of them. */

export { Panel } from "@lumino/widgets/src/panel";
export { PanelLayout } from "@lumino/widgets/src/panellayout";
export { TabBar } from "@lumino/widgets/src/tabbar";
export { Widget } from "@lumino/widgets/src/widget";
