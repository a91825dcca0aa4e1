namespace PyConDemo.Api.AntiPatterns.FatPayloads.Support;

/// <summary>The limit of a list of products, the same in both lanes.</summary>
public static class ProductPage
{
    /// <summary>The most products in one response. The bad lane's body then has 16 MB.</summary>
    public const int MaxSize = 200;
}
