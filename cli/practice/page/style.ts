// How the page of a report looks: light and dark, on a telephone, on paper. Blue and orange are told apart by everyone,
// and what failed is hatched besides.

export const style = `
:root {
  color-scheme: light dark;
  --paper: #f6f7f9; --card: #ffffff; --ink: #16202b; --soft: #566373; --line: #d9dee5;
  --good: #0072b2; --bad: #c44e00; --out: #a9b2bd; --plan: #b9d3e6; --reach: #f0c27a;
  --seen: #9a5b00; --mark: #16202b;
  --passed: #00694b; --failed: #a83200; --interrupted: #6a4c93; --inconclusive: #7a5600;
  --blocked: #4a5766; --error: #962a62;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #10161d; --card: #18212b; --ink: #e8edf3; --soft: #a3b0bf; --line: #2e3a47;
    --good: #56b4e9; --bad: #ff9142; --out: #5d6a78; --plan: #2f4d63; --reach: #6e5220;
    --seen: #f0c27a; --mark: #e8edf3;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", sans-serif;
}
main { max-width: 62rem; margin: 0 auto; padding: 0 1rem 3rem; }
header { color: #ffffff; padding: 1.5rem 0 1.75rem; margin-bottom: 1.5rem; }
header > div { max-width: 62rem; margin: 0 auto; padding: 0 1rem; display: flex; gap: 1rem; }
header svg { flex: none; width: 3.25rem; height: 3.25rem; margin-top: 0.2rem; }
header h1 { margin: 0; font-size: 1.7rem; line-height: 1.2; overflow-wrap: anywhere; }
header p { margin: 0.4rem 0 0; overflow-wrap: anywhere; }
header .rule { display: inline-block; border: 1px solid currentColor; border-radius: 1rem;
  padding: 0 0.6rem; font-size: 0.85rem; margin-right: 0.4rem; }
.passed { background: var(--passed); } .failed { background: var(--failed); }
.interrupted { background: var(--interrupted); } .inconclusive { background: var(--inconclusive); }
.blocked { background: var(--blocked); } .error { background: var(--error); }
section { background: var(--card); border: 1px solid var(--line); border-radius: 0.6rem;
  padding: 1rem 1.25rem 1.25rem; margin: 0 0 1.25rem; }
h2 { font-size: 1.1rem; margin: 0 0 0.75rem; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: 1rem; margin: 0; }
.tiles div { border-left: 3px solid var(--line); padding-left: 0.75rem; }
.tiles dt, .facts dt { color: var(--soft); font-size: 0.85rem; }
.tiles dd { margin: 0; font-size: 1.3rem; font-weight: 600; line-height: 1.25; }
.tiles dd small { display: block; font-size: 0.85rem; font-weight: 400; color: var(--soft); }
.facts { display: grid; grid-template-columns: 8rem 1fr; gap: 0.35rem 1rem; margin: 0; }
.facts dd { margin: 0; overflow-wrap: anywhere; }
figure { margin: 0; }
figure + figure { margin-top: 1.5rem; }
figure + .scroll { margin-top: 1rem; }
figcaption { font-weight: 600; margin-bottom: 0.4rem; }
.legend { display: flex; flex-wrap: wrap; gap: 0.25rem 1.1rem; list-style: none; margin: 0 0 0.6rem;
  padding: 0; font-size: 0.85rem; color: var(--soft); }
.legend svg { width: 20px; height: 12px; margin-right: 0.4rem; vertical-align: -1px; }
.plot { position: relative; padding: 0.6rem 1.25rem 0.5rem 3.2rem; }
.plot.bare { padding-left: 1.25rem; }
.plot > svg { display: block; width: 100%; height: 11rem; overflow: visible; }
.plot.low > svg { height: 7rem; }
.levels { position: absolute; left: 0; top: 0.6rem; height: 11rem; width: 2.8rem; }
.levels span { position: absolute; right: 0; transform: translateY(-50%); font-size: 0.8rem;
  color: var(--soft); white-space: nowrap; }
.times { position: relative; height: 1.2rem; }
.times span { position: absolute; top: 0.3rem; transform: translateX(-50%); font-size: 0.8rem;
  color: var(--soft); }
.plot path, .plot rect { vector-effect: non-scaling-stroke; }
.grid { stroke: var(--line); stroke-width: 1; fill: none; }
.good { fill: var(--good); }
.bad { fill: url(#hatched); stroke: var(--bad); stroke-width: 1; }
.leftOut { fill: var(--out); }
.planned { fill: var(--plan); stroke: var(--good); stroke-width: 1; stroke-dasharray: 4 3; }
.sent { fill: var(--good); }
.asked { fill: none; stroke: var(--good); stroke-width: 2; }
.reach { fill: var(--reach); opacity: 0.75; }
.observed { fill: none; stroke: var(--seen); stroke-width: 3; }
.mark { fill: none; stroke: var(--mark); stroke-width: 2; }
.mark.restored { stroke: var(--good); } .mark.back { stroke: var(--good); stroke-dasharray: 2 3; }
.mark.guards { stroke: var(--bad); stroke-dasharray: 6 3; } .mark.limit { stroke: var(--bad); }
details { margin-top: 0.5rem; font-size: 0.9rem; }
summary { cursor: pointer; color: var(--soft); }
summary:focus-visible, .scroll:focus-visible { outline: 2px solid var(--good); outline-offset: 2px; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.9rem; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: 0.3rem 0.75rem 0.3rem 0; border-bottom: 1px solid var(--line);
  vertical-align: top; }
thead th { color: var(--soft); font-weight: 600; white-space: nowrap; }
tbody th { font-weight: 400; }
td.time { white-space: nowrap; }
.barriers { margin: 0; padding-left: 1.1rem; }
footer { color: var(--soft); font-size: 0.85rem; }
@media (max-width: 30rem) {
  header h1 { font-size: 1.35rem; }
  header svg { width: 2.4rem; height: 2.4rem; }
  section { padding: 0.85rem 0.9rem 1rem; border-radius: 0.4rem; }
  main, header > div { padding-left: 0.75rem; padding-right: 0.75rem; }
  .facts { grid-template-columns: 1fr; gap: 0; }
  .facts dd { margin-bottom: 0.6rem; }
  .tiles { grid-template-columns: 1fr 1fr; }
  .tiles dd { font-size: 1.1rem; }
  .plot > svg { height: 9rem; } .levels { height: 9rem; }
}
@media print {
  :root { color-scheme: light; }
  body { background: none; font-size: 11pt; }
  header { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  figure, .plot { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  section, figure { break-inside: avoid; }
  details::details-content { content-visibility: visible; display: block; height: auto; }
  summary { display: none; }
}
`;
