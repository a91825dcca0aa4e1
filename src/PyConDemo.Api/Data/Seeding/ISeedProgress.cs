namespace PyConDemo.Api.Data.Seeding;

/// <summary>Shows how far the seeding is. <see cref="Begin"/> and <see cref="Loaded"/> are called on several threads at once.</summary>
public interface ISeedProgress
{
    /// <summary>Shows the progress of <paramref name="seed"/>, which will load so many <paramref name="rows"/>, while it runs.</summary>
    Task ShowAsync(long rows, Func<Task> seed);

    /// <summary>The next step has begun.</summary>
    void Begin(string name);

    /// <summary>So many more rows are loaded.</summary>
    void Loaded(long rows);
}
