namespace PyConDemo.Api.AntiPatterns.LongRequests.Machinery;

/// <summary>A customer's orders of one month, without those that were cancelled or refunded; revenue in NGN.</summary>
public sealed record SalesCustomer(int Id, string Name, string City, int Orders, decimal Revenue);
