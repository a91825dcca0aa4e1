namespace PyConDemo.Api.AntiPatterns.FatPayloads;

/// <summary>Products for a list, by id.</summary>
/// <typeparam name="TProduct">What is sent of each: the entity, or what the list shows of it.</typeparam>
/// <param name="Products">At most as many as were asked for.</param>
public sealed record FatPayloadsResult<TProduct>(IReadOnlyList<TProduct> Products);
