using Microsoft.AspNetCore.Mvc;
using PyConDemo.Checklist.Rules;
using PyConDemo.Checklist.Settings;

namespace PyConDemo.Checklist.Tests.Routes;

/// <summary>A controller with conventional routes.</summary>
public sealed class ReportsController : Controller
{
    public IActionResult Index() => Content("index");

    public IActionResult Fine() => Content("fine");

    [SuppressHealthRule(HealthRules.FatPayloads, "a full export")]
    public IActionResult Export() => Content("export");
}

/// <summary>The same names in an area.</summary>
[Area("Admin")]
[SuppressHealthRule(HealthRules.NPlusOne, "only for us")]
public sealed class AdminReportsController : Controller
{
    public IActionResult Fine() => Content("fine");
}

/// <summary>A controller with attribute routes.</summary>
[ApiController]
[Route("api/[controller]")]
public sealed class OrdersController : ControllerBase
{
    [HttpGet("{id:int}")]
    public IActionResult Get(int id) => Ok(id);
}
