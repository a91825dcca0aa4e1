using MathNet.Numerics;

namespace PyConDemo.Stage.Growth;

/// <summary>How a cost follows a dial: the slope of a straight line on two logarithmic axes.</summary>
/// <param name="Exponent">0 is constant, 1 linear, 2 quadratic. Null: no such line fits.</param>
public sealed record GrowthFit(double? Exponent)
{
    /// <summary>A cost that stays below this multiple of the first position's cost has not grown. A line fits if no
    /// cost is off by more than this factor.</summary>
    public const double NoGrowth = 1.5;

    /// <summary>The dial's least factor between the fitted points. Below it, a slope is mostly noise.</summary>
    private const double Span = 5;

    /// <summary>Over two decades, a cost that is half fixed still has a slope of 0.85.</summary>
    private const double FarApart = 100;

    /// <summary>Fits the cost in excess of the cost at the dial's lowest position. A fixed cost, such as the round
    /// trip, would hide the slope. Points without a positive cost are left out.</summary>
    /// <returns>Null with fewer than 3 usable points. Two are enough when they are far apart.</returns>
    public static GrowthFit? Of(IEnumerable<(double Dial, double Cost)> points)
    {
        var usable = points.Where(p => p is { Dial: > 0, Cost: > 0 }).OrderBy(p => p.Dial).ToArray();
        if (usable is [var low, var high] && high.Dial >= FarApart * low.Dial) return OfTwo(low, high);
        if (usable.Length < 3) return null;
        var fixedCost = usable[0].Cost;
        var grown = usable.Where(p => p.Cost > NoGrowth * fixedCost).ToArray();
        if (grown.Length == 0) return new(0);
        grown = grown.Length == 1 ? usable[^2..] : grown[UpperHalf(grown)..];
        var (logFactor, exponent) = Fit.Line(
            [.. grown.Select(p => Math.Log(p.Dial))],
            [.. grown.Select(p => Math.Log(Math.Max(p.Cost - fixedCost, fixedCost * (NoGrowth - 1) / 2)))]);
        return new(usable.All(Fits) ? exponent : null);

        // The lowest position's own share of the growth is part of its fixed cost.
        bool Fits((double Dial, double Cost) point)
        {
            var expected = fixedCost + (Math.Exp(logFactor) * Math.Pow(point.Dial, exponent));
            return Math.Abs(Math.Log(point.Cost / expected)) <= Math.Log(NoGrowth)
                || point == usable[0] && expected <= 2 * fixedCost * NoGrowth;
        }
    }

    /// <summary>Two points don't show how well a line fits, so only a slope of 0, 1 or 2 is believed.</summary>
    private static GrowthFit OfTwo((double Dial, double Cost) low, (double Dial, double Cost) high)
    {
        if (high.Cost <= NoGrowth * low.Cost) return new(0);
        var slope = Math.Log(high.Cost / low.Cost) / Math.Log(high.Dial / low.Dial);
        return new(slope is > 0.8 and < 1.25 or > 1.75 and < 2.25 ? slope : null);
    }

    /// <summary>The index of the upper half. It starts earlier when the last points lie closer together than
    /// <see cref="Span"/>.</summary>
    private static int UpperHalf((double Dial, double Cost)[] grown)
    {
        var from = grown.Length - Math.Max(2, (grown.Length + 1) / 2);
        while (from > 0 && grown[from].Dial * Span > grown[^1].Dial) from--;
        return from;
    }

    /// <summary>Says it in words: "constant", "linear in the page", "grows as the page to the power of 0.5".</summary>
    public string InWords(string dial) => Exponent switch
    {
        > -0.15 and < 0.15 => "constant",
        null or < 0 => "no clear trend", // all fitted points lie above the first, so falling costs are noise
        > 0.8 and < 1.25 => $"linear in the {dial}",
        > 1.75 and < 2.25 => $"quadratic in the {dial}",
        _ => string.Create(CultureInfo.InvariantCulture, $"grows as the {dial} to the power of {Exponent:0.0}"),
    };
}
