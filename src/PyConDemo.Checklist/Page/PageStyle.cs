namespace PyConDemo.Checklist.Page;

internal static class PageStyle
{
    // Large and of high contrast (7:1 and more), for the last row of a hall.
    public const string Css = """
        body { font: 20px/1.4 system-ui, sans-serif; margin: 1.5rem; color: #111; background: #fff }
        h1 { font-size: 2rem; margin: 0 }
        table { border-collapse: collapse; width: 100% }
        th, td { border: 2px solid #fff; padding: .4rem .6rem; text-align: left; vertical-align: top }
        thead th { border-bottom: 3px solid #111 }
        tbody th { font-family: ui-monospace, monospace }
        .green { background: #cdeccd; color: #063d06 }
        .red { background: #8f0f0f; color: #fff; font-weight: 600 }
        .grey { background: #e7e7e7; color: #3a3a3a }
        details > :not(summary) { font-weight: 400 }
        summary { cursor: pointer }
        pre { white-space: pre-wrap; font-size: 1rem; max-width: 40rem }
        @media print { body { font-size: 11px } details { display: block } }
        """;
}
