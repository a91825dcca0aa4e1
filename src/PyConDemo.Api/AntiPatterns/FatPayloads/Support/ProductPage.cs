namespace PyConDemo.Api.AntiPatterns.FatPayloads.Support;

/// <summary>The limits of a list of products, the same in both lanes.</summary>
public static class ProductPage
{
    /// <summary>Products per answer, at most: in the bad lane that is a body of 16 MB already.</summary>
    public const int MaxSize = 200;
}
