using Quanta.Reporting.Report;

namespace Quanta.Reporting.Tests.Report;

public sealed class TableTests
{
    [Fact]
    public void A_gap_in_a_column_of_numbers_stands_with_them_and_a_word_does_not()
    {
        var html = new HtmlWriter();
        new Table("t", "A table", ["name", "count", "kind"],
        [
            ["a", Cell.Number(2, "2"), "prose"],
            [new Cell("b c") { IsWhole = true }, Cell.Number(double.NaN, "\u2013"), "code"],
        ]).Write(html);
        var text = html.ToString();
        Assert.Contains("""<td class="number" data-value="2">2</td><td>prose</td>""", text, StringComparison.Ordinal);
        Assert.Contains("""<th scope="row" class="whole">b c</th><td class="number">–</td><td>code</td>""", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN, "–")]
    [InlineData(double.NegativeInfinity, "–")]
    [InlineData(12, "12")]
    [InlineData(1234567, "1,234,567")]
    [InlineData(0.00123456, "0.001235")]
    [InlineData(9999.4, "9999")]
    [InlineData(51651.3, "51,650")]
    [InlineData(-51651.3, "-51,650")]
    [InlineData(99995.1, "100,000")]
    [InlineData(1.5e15, "1.5×10^15")]
    public void Numbers_have_four_digits_or_are_whole(double value, string expected) => Assert.Equal(expected, Figures.Short(value));
}
