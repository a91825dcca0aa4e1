namespace PyConDemo.Checklist.Page;

internal static class PageStyle
{
    // The font grows with the screen, so that a dozen routes fill a projector's image and still fit a small screen. The
    // contrast of every text is at least 5:1.
    public const string Css = """
        :root {
          color-scheme: light dark;
          --page: light-dark(#fff, #0f1318); --text: light-dark(#14181d, #e9edf2); --soft: light-dark(#4a535e, #aab4c0);
          --head: light-dark(#f1f4f7, #1a2027);
          --kept: light-dark(#dff3e3, #123220); --kept-text: light-dark(#0b4a1e, #a9ecbb);
          --broken: light-dark(#b4141d, #c01f29);
          --seen: light-dark(#dde8f8, #18283f); --seen-text: light-dark(#173c70, #b4d0f7);
          --unseen: light-dark(#eceff2, #222930); --unseen-text: light-dark(#4a535e, #b3bcc7);
        }
        body {
          font: clamp(15px, 1.2vw, 26px)/1.35 system-ui, sans-serif; margin: 1.1em 1em 3em;
          color: var(--text); background: var(--page);
        }
        header { display: flex; flex-wrap: wrap; align-items: baseline; gap: .2em 1.5em; margin-bottom: .8em }
        h1 { font-size: 1.7em; margin: 0 }
        header p { margin: 0; color: var(--soft) }
        header b { color: var(--text) }
        a { color: inherit }
        button { font: inherit }
        table { border-collapse: separate; border-spacing: 3px; width: 100%; font-variant-numeric: tabular-nums }
        th, td { padding: .42em .45em; text-align: left; border-radius: .3em; overflow-wrap: anywhere }
        thead { position: sticky; top: 0 }
        thead th { background: var(--head); font-weight: 600; vertical-align: bottom; overflow-wrap: normal }
        thead tr:first-child th[colspan] { text-align: center }
        tbody th { font: .88em ui-monospace, monospace; white-space: nowrap; background: var(--head) }
        tbody th span { display: inline-block; min-width: 3.2em; color: var(--soft) }
        .number { text-align: right }
        .kept { background: var(--kept); color: var(--kept-text); white-space: nowrap }
        .broken { background: var(--broken); color: #fff; font-weight: 700 }
        .broken a { text-underline-offset: .2em }
        .broken small { font-size: .82em; font-weight: 400 }
        td.unseen { background: var(--unseen); color: var(--unseen-text); white-space: nowrap }
        td.suppressed { white-space: normal }
        .beside { border-left: .3em solid var(--page) }
        td.seen {
          background: var(--seen); color: var(--seen-text); border-left: .3em solid var(--page); font-size: .85em;
          overflow-wrap: normal;
        }
        .seen small { font-size: .92em; white-space: nowrap }
        td.unseen a { text-underline-offset: .2em }
        td::before { display: inline-block; width: 1.2em; font-weight: 700 }
        .kept::before { content: "✓" / "" }
        .broken::before { content: "✗" / "" }
        td.unseen::before { content: "?" / "" }
        td.suppressed::before { content: "○" / "" }
        h2 { font-size: 1.25em; margin: 1.6em 0 .2em }
        article {
          border-left: .35em solid var(--broken); padding: .1em 1em .5em; margin: 1em 0;
          scroll-margin-top: 1em; max-width: 75em;
        }
        article.seen { border-color: var(--seen-text) }
        article.unseen { border-color: var(--unseen-text); margin: .6em 0 }
        article ul { display: flex; flex-wrap: wrap; gap: .1em 1.4em; list-style: none; margin: .4em 0; padding: 0 }
        article li { font: .88em ui-monospace, monospace; color: var(--soft); overflow-wrap: anywhere }
        article:target { background: var(--head) }
        h3 { font-size: 1.1em; margin: .4em 0 }
        article p { margin: .4em 0 }
        pre {
          white-space: pre-wrap; overflow-wrap: anywhere; background: var(--head); padding: .6em .8em;
          border-radius: .3em; margin: .4em 0; font-size: .9em;
        }
        @media print { body { font-size: 9px } thead { position: static } * { print-color-adjust: exact } }
        """;
}
