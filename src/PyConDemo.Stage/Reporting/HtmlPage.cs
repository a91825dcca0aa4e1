namespace PyConDemo.Stage.Reporting;

/// <summary>The frame of an HTML file that loads nothing from another host, for screens and printers.</summary>
internal static class HtmlPage
{
    public static string Html(string text) => WebUtility.HtmlEncode(text);

    public static string Svg(string title, int width, int height, StringBuilder content)
        => $"<svg viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{Html(title)}\">{content}</svg>";

    /// <param name="run">The footer says where the numbers come from.</param>
    public static string Wrap(string title, string body, RunFacts run) => $$"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{{Html(title)}}</title>
        <style>
        :root { color-scheme: light dark; --ink: #1a1a1a; --paper: #fff; --grid: #ccc; }
        :root { --bad: #c0392b; --good: #1e7e4f; --yours: #0060a8; --step: #a11277; --quiet: #666; }
        @media (prefers-color-scheme: dark) {
          :root { --ink: #eee; --paper: #161616; --grid: #444; }
          :root { --bad: #ff7b6b; --good: #5fd39a; --yours: #5bb8f0; --step: #ff85d8; --quiet: #aaa; }
        }
        body { font: 17px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
        body { max-width: 50rem; margin: 2rem auto; padding: 0 1rem; }
        h2 { margin: 3rem 0 .5rem; } .verdict { font-size: 1.2rem; } footer, .symptom { color: var(--quiet); }
        table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
        th, td { text-align: right; padding: .15rem .6rem; border-bottom: 1px solid var(--grid); }
        th:first-child, td:first-child { text-align: left; }
        svg { width: 100%; margin: 1rem 0; } svg text { font-size: 13px; fill: var(--ink); }
        .grid { stroke: var(--grid); }
        .bad { --look: var(--bad); } .good { --look: var(--good); } .alone { --look: var(--quiet); }
        .yours { --look: var(--yours); } .step { --look: var(--step); }
        rect, circle { fill: var(--look); } polyline { fill: none; stroke: var(--look); stroke-width: 2.5; }
        @media print { section { break-inside: avoid; } }
        </style>
        </head>
        <body>
        <h1>{{Html(title)}}</h1>
        {{body}}
        <footer>{{Html(run.InOneLine())}}</footer>
        </body>
        </html>

        """;
}
