namespace PyConDemo.Api.AntiPatterns.OffsetPagination.Support;

/// <summary>The limits of a page of orders, the same in all lanes.</summary>
public static class OrderPage
{
    /// <summary>The most orders per page. More would be a fat payload, which is another anti-pattern.</summary>
    public const int MaxSize = 200;

    /// <summary>The highest page number. Times <see cref="MaxSize"/> it still fits the 32 bits of Skip.</summary>
    public const int MaxNumber = 10_000_000;
}
