namespace PyConDemo.Load.Statistics;

/// <summary>What a race may say about two lanes' latencies.</summary>
public enum Claim
{
    NoDifference,
    FirstSlower,
    SecondSlower,
}
