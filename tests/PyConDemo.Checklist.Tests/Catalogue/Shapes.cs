namespace PyConDemo.Checklist.Tests.Catalogue;

/// <summary>All shapes of the catalogue, kind by kind.</summary>
internal static class Shapes
{
    public static IReadOnlyList<CatalogueShape> All { get; } =
    [
        .. RepeatedShapes.All,
        .. PagedShapes.All,
        .. AggregateShapes.All,
        .. LockingShapes.All,
        .. PayloadShapes.All,
        .. UnsentShapes.All,
        .. ProductShapes.All,
        .. SlowScanShapes.All,
        .. TimeShapes.All,
        .. StreamShapes.All,
        .. FrameworkShapes.All,
        .. PoolerShapes.All,
    ];
}
