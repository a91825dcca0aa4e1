using Microsoft.Playwright;

namespace PyConDemo.Stage.BrowserTests.Support;

/// <summary>Looks for what a race's view does not show, or shows twice at the same place.</summary>
internal static class Layout
{
    private const int LeastWidthThatFits = 1_000; // a narrower window scrolls, but never sideways

    private const string Problems = """
        async leastWidth => {
          const drawn = () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
          await drawn(); // a new size is known after the first frame, and drawn in the second
          await drawn();
          const problems = [], all = css => [...document.querySelectorAll(css)];
          const box = element => element.getBoundingClientRect();
          const name = ({ tagName, textContent }) => `${tagName} "${textContent.slice(0, 30)}"`;
          const isInside = (a, b) => a.left >= b.left - 1 && a.right <= b.right + 1
            && a.top >= b.top - 1 && a.bottom <= b.bottom + 1;
          const overlap = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 0.5
            && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 0.5;

          const screen = { left: 0, top: 0, right: innerWidth, bottom: innerWidth < leastWidth ? 1e6 : innerHeight };
          for (const element of all('.head h1, .go button, .chart svg, .lane, .verdict, .verdict p, .factor')) {
            if (!isInside(box(element), screen)) problems.push(`not in the window: ${name(element)}`);
          }
          for (const part of all('.lane, .verdict, .race .chart')) {
            const texts = [...part.querySelectorAll('text, h2, dt, dd, p')].filter(text => text.textContent);
            texts.forEach((text, i) => {
              if (!isInside(box(text), box(part))) problems.push(`not in its panel: ${name(text)}`);
              for (const other of texts.slice(i + 1)) {
                if (overlap(box(text), box(other))) problems.push(`on each other: ${name(text)} and ${name(other)}`);
              }
            });
          }
          if (document.documentElement.scrollWidth > innerWidth) problems.push('the page scrolls sideways');
          return problems;
        }
        """;

    public static Task<string[]> ProblemsAsync(IPage page)
        => page.EvaluateAsync<string[]>(Problems, LeastWidthThatFits);

    public static Task<double[]> CardHeightsAsync(IPage page) => page.EvaluateAsync<double[]>(
        "() => [...document.querySelectorAll('.lane')].map(lane => Math.round(lane.getBoundingClientRect().height))");
}
