namespace PyConDemo.Api.Data;

/// <summary>How many orders a city's customers paid for and kept, and for how much, in naira (NGN).</summary>
public sealed record CityRevenue(string City, long Orders, decimal Revenue);
