using Dapper;
using Microsoft.AspNetCore.Mvc;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Catalogue.Apps;

/// <summary>A controller with conventional routes: one pattern for all its actions.</summary>
public sealed class AuthorsController(TestDatabase db) : Controller
{
    public async Task<IActionResult> Index()
    {
        await using var connection = await db.Source.OpenConnectionAsync();
        var names = new List<string>();
        for (var id = 1; id <= 12; id++)
            names.Add(await connection.QuerySingleAsync<string>("SELECT name FROM authors WHERE id = @id", new { id }));
        return Json(names);
    }

    public IActionResult Fine(int? id) => Json(new { id });

    [HttpGet("api/authors/{id:int}")]
    public async Task<IActionResult> One(int id)
    {
        await using var connection = await db.Source.OpenConnectionAsync();
        return Json(await connection.QuerySingleAsync("SELECT * FROM authors WHERE id = @id", new { id }));
    }
}
