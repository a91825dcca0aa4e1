using PyConDemo.Api.AntiPatterns;
using PyConDemo.Api.AntiPatterns.OffsetPagination;
using PyConDemo.Api.Hosting;
using PyConDemo.Api.Problems;
using PyConDemo.Api.Surroundings;

await OneLineErrors.GuardAsync(async () =>
{
    var builder = WebApplication.CreateBuilder(args);

    builder.AddDemoSettings();
    builder.AddDemoDatabase();
    builder.AddProblemAnswers();
    builder.AddSwagger();

    await using var app = builder.Build();
    await app.StartPostgresAsync();

    app.UseProblemAnswers();
    app.UseReadinessGate();

    app.MapOffsetPagination();

    app.MapPatterns();
    app.MapBystander();
    app.MapHealth();
    app.MapSwagger();

    await app.RunAsync();
});
