namespace PyConDemo.Api.FailureDemos;

/// <summary>A second act, and whether it is on.</summary>
/// <param name="Act">Its name in the route.</param>
/// <param name="Slug">The anti-pattern whose cure it breaks.</param>
/// <param name="Title">The name in prose.</param>
/// <param name="Says">What is to be seen, in one sentence.</param>
/// <param name="Running">Whether it is on now.</param>
/// <param name="Since">UTC; null when it is not on.</param>
public sealed record FailureDemoState(string Act, string Slug, string Title, string Says, bool Running, DateTime? Since);
