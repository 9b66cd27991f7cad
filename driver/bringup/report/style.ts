/** The look of a report: on a screen, and on A4 or letter paper in black and white. */
export const STYLE = `
:root { color-scheme: light; }
body { font: 14px/1.45 system-ui, sans-serif; margin: 2em auto; max-width: 64em; padding: 0 1.5em; color: #1a1a1a; background: #fff; }
h1 { font-size: 1.6em; margin: 0 0 0.5em; } h2 { font-size: 1.2em; margin: 1.8em 0 0.4em; }
.verdict { border: 2px solid; border-radius: 4px; padding: 0.6em 1em; margin: 0 0 1em; }
.verdict strong { font-size: 1.3em; letter-spacing: 0.02em; margin-right: 0.6em; }
.verdict.passed { border-color: #1a7f37; background: #eefbf1; } .verdict.passed strong { color: #116329; }
.verdict.failed { border-color: #b42318; background: #fef1f0; } .verdict.failed strong { color: #9a1c12; }
.verdict ul { margin: 0.4em 0 0; padding-left: 1.2em; }
.notice { border-left: 4px solid #9a6700; background: #fff8e5; padding: 0.4em 1em; margin: 0 0 1em; }
table { border-collapse: collapse; width: 100%; margin: 0 0 1em; }
th, td { border-bottom: 1px solid #d5d5d5; padding: 0.3em 0.6em; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
thead th { border-bottom: 2px solid #888; white-space: nowrap; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.result { white-space: nowrap; }
.facts th { width: 18em; overflow-wrap: normal; font-weight: 600; }
.steps td:first-child { width: 17em; }
tr.failed td { background: #fde8e6; } tr.failed .result { font-weight: 700; color: #9a1c12; }
tr.passed .result { color: #116329; }
tr.skipped td { color: #595959; }
.measured { table-layout: fixed; }
.measured col:nth-child(1) { width: 46%; } .measured col:nth-child(2) { width: 18%; } .measured col:nth-child(3) { width: 9%; }
.measured tbody th { background: #f2f2f2; padding-top: 0.5em; }
.measured tbody { break-inside: avoid; }
.signatures { break-inside: avoid; }
.signatures td { width: 38%; height: 2.4em; border-bottom-color: #444; }
.signatures th { vertical-align: bottom; font-weight: 600; border-bottom: 0; }
@page { margin: 15mm; }
@media print {
  body { max-width: none; margin: 0; padding: 0; font-size: 10.5px; print-color-adjust: exact; }
  h2 { break-after: avoid; } h2.apart { break-before: page; margin-top: 0; }
  tr { break-inside: avoid; }
}
@media (max-width: 40em) { body { padding: 0 0.5em; margin: 1em auto; } .facts th, .steps td:first-child { width: auto; } }
`;
