namespace PyConDemo.Api.Data.Seeding;

/// <summary>The size of the seeded data. seed/01-pins.sql holds the numbers.</summary>
public enum DemoScale
{
    /// <summary>10,000 orders, for tests.</summary>
    Small,

    /// <summary>Twice as much as small. What costs more here than there grows with the data.</summary>
    Twice,

    /// <summary>A million orders, for a talk.</summary>
    Stage,

    /// <summary>Ten million orders.</summary>
    Large,
}
