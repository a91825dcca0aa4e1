namespace PyConDemo.Api.Data.Seeding;

/// <summary>The size of the seeded data. seed/01-pins.sql holds the numbers.</summary>
public enum DemoScale
{
    /// <summary>10,000 orders, for tests.</summary>
    Small,

    /// <summary>Twice as much as small. What costs more here than there grows with the data.</summary>
    Twice,

    /// <summary>A million orders, for a talk.</summary>
    Medium,

    /// <summary>Ten million orders.</summary>
    Large,
}

/// <summary>The names of the scales in settings, in the database and in JSON.</summary>
public static class DemoScaleNames
{
    /// <summary>The former name of <see cref="DemoScale.Medium"/>. Settings can't use it; databases may.</summary>
    public const string FormerMedium = "stage";

    public static string Name(this DemoScale scale) => scale.ToString().ToLowerInvariant();
}
