namespace PyConDemo.Stage.Page.Live;

/// <summary>What a start led to.</summary>
/// <param name="Slug">Of the race that runs: another one than asked for when that was there first.</param>
/// <param name="Joined">It ran already.</param>
public sealed record StartedRace(string Id, string Slug, bool Joined);
