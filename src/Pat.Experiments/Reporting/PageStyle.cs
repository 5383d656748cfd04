namespace Pat.Experiments.Reporting;

/// <summary>The style sheet. It stands in the page as it is, so it has no signs that XML would escape.</summary>
internal static class PageStyle
{
    public const string Sheet = """
        :root { color-scheme: light; --ink: #1f2933; --muted: #52606d; --line: #d9dee3; --soft: #f5f7f9; --link: #005a8c; }
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; }
        body { margin: 0; color: var(--ink); background: #fff; font: 16px/1.55 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
        main, header, footer { max-width: 1160px; margin: 0 auto; padding: 0 24px; }
        header { padding-top: 36px; }
        h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 6px; font-weight: 650; overflow-wrap: anywhere; }
        h2 { font-size: 1.3rem; line-height: 1.25; margin: 0 0 10px; font-weight: 650; }
        h3 { font-size: 1.02rem; margin: 26px 0 6px; font-weight: 650; overflow-wrap: anywhere; }
        p { margin: 0 0 10px; max-width: 78ch; overflow-wrap: anywhere; }
        a { color: var(--link); }
        .lead { color: var(--muted); font-size: 1.05rem; }
        .note { color: var(--muted); font-size: 0.875rem; line-height: 1.5; }
        .warning { border-left: 4px solid #d55e00; background: #fdf3ec; padding: 8px 14px; }
        nav { margin: 18px 0 0; padding: 12px 0; border-top: 1px solid var(--line); border-bottom: 1px solid var(--line); font-size: 0.9rem; }
        nav ul { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: 4px 20px; }
        nav a { text-decoration: none; }
        nav a:hover { text-decoration: underline; }
        section { padding: 30px 0 14px; border-bottom: 1px solid var(--line); }
        section:last-child { border-bottom: 0; }
        .side { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 440px), 1fr)); gap: 12px 36px; }
        .side .folder { min-width: 0; }
        .plots { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 440px), 1fr)); gap: 26px 36px; margin: 18px 0 22px; }
        figure { margin: 0; min-width: 0; }
        figure.plot { display: flex; flex-direction: column; }
        figcaption { margin: 0 0 8px; overflow-wrap: anywhere; }
        figcaption .note { display: block; max-width: 70ch; }
        svg.plot { margin-top: auto; width: 100%; max-width: 490px; height: auto; display: block; font-variant-numeric: tabular-nums; }
        .numbers { margin: 4px 0 0; font-size: 0.8rem; color: var(--muted); }
        .csv { font-size: 0.8rem; font-weight: 400; }
        figure.table { margin: 18px 0 22px; }
        .scroll { overflow-x: auto; max-width: 100%; }
        table { border-collapse: collapse; font-size: 0.9rem; line-height: 1.4; font-variant-numeric: tabular-nums; }
        th, td { padding: 5px 16px 5px 0; text-align: left; vertical-align: top; }
        td { white-space: nowrap; }
        td.long { white-space: normal; min-width: 24ch; max-width: 46ch; }
        th:last-child, td:last-child { padding-right: 2px; }
        th { color: var(--muted); font-weight: 600; border-bottom: 1px solid #9aa5b1; vertical-align: bottom; }
        td { border-bottom: 1px solid #e9edf0; }
        th.number, td.number { text-align: right; }
        dl.pairs { display: grid; grid-template-columns: minmax(110px, max-content) 1fr; gap: 4px 20px; margin: 0 0 14px; font-size: 0.95rem; }
        dl.pairs dt { color: var(--muted); }
        dl.pairs dd { margin: 0; min-width: 0; overflow-wrap: anywhere; max-width: 90ch; }
        details { margin: 8px 0 14px; }
        summary { cursor: pointer; color: var(--link); font-size: 0.9rem; }
        footer { overflow-wrap: anywhere; padding-top: 18px; padding-bottom: 40px; color: var(--muted); font-size: 0.85rem; }
        @media (max-width: 600px) {
          body { font-size: 15px; }
          main, header, footer { padding-left: 16px; padding-right: 16px; }
          header { padding-top: 22px; }
          dl.pairs { grid-template-columns: 1fr; gap: 0; }
          dl.pairs dd { margin-bottom: 8px; }
        }
        @media print {
          @page { margin: 16mm 14mm; }
          body { font-size: 10pt; }
          main, header, footer { max-width: none; padding: 0; }
          nav, .numbers, .csv { display: none; }
          a { color: inherit; text-decoration: none; }
          section { padding: 14pt 0 6pt; }
          h2, h3, figcaption { break-after: avoid; }
          figure.plot, tr { break-inside: avoid; }
          .plots, .side { grid-template-columns: 1fr 1fr; gap: 14pt 20pt; }
          .side .plots { grid-template-columns: 1fr; }
          .scroll { }
          h1 { font-size: 17pt; }
          h2 { font-size: 13pt; }
          .lead, h3 { font-size: 11pt; }
          .note, dl.pairs { font-size: 8.5pt; }
          table { font-size: 7pt; }
          th, td { padding-right: 6pt; }
        }
        """;
}
