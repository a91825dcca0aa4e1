namespace PyConDemo.Stage.Page.FailureDemos;

/// <summary>How a cure fails, as the API offers it.</summary>
/// <param name="Name">Its name in addresses.</param>
/// <param name="Says">One sentence.</param>
public sealed record FailureDemo(
    [property: System.Text.Json.Serialization.JsonPropertyName("act")] string Name, string Slug, string Title, string Says, bool Running);
