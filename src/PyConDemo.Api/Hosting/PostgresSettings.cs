using PyConDemo.Postgres;

namespace PyConDemo.Api.Hosting;

/// <summary>Section <c>Postgres</c>: where the database comes from.</summary>
public sealed record PostgresSettings
{
    /// <summary><c>auto</c>, or the one source to use.</summary>
    public PostgresSource Source { get; init; } = PostgresSource.Auto;

    /// <summary>The image for <see cref="PostgresSource.Container"/>; PostgreSQL 15 or newer.</summary>
    public string Image { get; init; } = new PostgresOptions().Image;

    /// <summary>The folder of the local clusters; null means the machine's usual place.</summary>
    public string? DataFolder { get; init; }
}
