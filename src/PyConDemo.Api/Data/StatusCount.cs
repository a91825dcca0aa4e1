namespace PyConDemo.Api.Data;

/// <summary>How many orders are in a status.</summary>
public sealed record StatusCount(string Status, long Orders);
