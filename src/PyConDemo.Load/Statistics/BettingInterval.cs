namespace PyConDemo.Load.Statistics;

/// <summary>A 99 % interval for the centre of pairs' differences. It holds at every look, so a race may end as soon as
/// the interval is narrow enough.</summary>
/// <remarks>
/// <para>A bettor who doubts a centre stakes a share of its money on each pair, before the pair is measured. If the
/// centre is right, each bet is fair, because the order of the two lanes was drawn by lot: a drift of the machine
/// favours either lane with the same probability. With fair bets, the money multiplies by 200 in at most 1 of 200
/// races, at whatever moment one looks (Ville, "Étude critique de la notion de collectif", 1939). So a centre is
/// excluded when a bettor against it wins that much. One bettor says that the centre is too low, another that it is too
/// high: together they err in at most 1 of 100 races.</para>
/// <para>The interval has all centres that are not excluded (Waudby-Smith and Ramdas, "Estimating means of bounded
/// random variables by betting", Journal of the Royal Statistical Society B 86, 2024).</para>
/// </remarks>
public static class BettingInterval
{
    /// <summary>Fewer pairs can't exclude anything: 0.8 · 2⁷ is 102, and 0.8 · 2⁸ is 205.</summary>
    public const int LeastPairs = 8;

    /// <summary>The gain that excludes a centre: one side may err in 1 of 200 races, both in 1 of 100.</summary>
    private const double Won = 200;

    /// <summary>A difference counts at most this much, a factor of 1.25, so that no outlier decides a bet.</summary>
    private static readonly double Clip = Math.Log(1.25);

    /// <summary>How the money is divided between bold and careful bets. Staking all of it finds a large difference
    /// after the fewest pairs; the careful bets find a small one.</summary>
    private static readonly (double Stake, double Share)[] Bets = [(1, 0.8), (0.5, 0.1), (0.25, 0.05), (0.125, 0.05)];

    /// <param name="differences">Of one pair each, in the order of measurement: logarithms of ratios.</param>
    /// <exception cref="ArgumentException">There are fewer than <see cref="LeastPairs"/>.</exception>
    public static (double Low, double High) Of(IReadOnlyList<double> differences)
    {
        if (differences.Count < LeastPairs)
            throw new ArgumentException($"At least {LeastPairs} pairs are needed.", nameof(differences));
        double[] mirrored = [.. differences.Select(difference => -difference)];
        return (LowestCentre(differences), -LowestCentre(mirrored));
    }

    /// <summary>Halves the range until the lowest centre that is not excluded is known to a thousandth of a percent.
    /// A lower centre lets each bet win more, so all lower centres are excluded too.</summary>
    private static double LowestCentre(IReadOnlyList<double> differences)
    {
        var (excluded, possible) = (differences.Min() - Clip, differences.Max() + Clip);
        while (possible - excluded > 1e-5)
        {
            var centre = (excluded + possible) / 2;
            if (IsTooLow(centre, differences)) excluded = centre;
            else possible = centre;
        }

        return excluded;
    }

    private static bool IsTooLow(double centre, IReadOnlyList<double> differences)
    {
        var money = Bets.Select(bet => bet.Share).ToArray();
        foreach (var difference in differences)
        {
            var result = Math.Clamp(difference - centre, -Clip, Clip) / Clip;
            for (var i = 0; i < money.Length; i++) money[i] *= 1 + (Bets[i].Stake * result);
            if (money.Sum() >= Won) return true; // what was won once stays won, however the race goes on
        }

        return false;
    }
}
