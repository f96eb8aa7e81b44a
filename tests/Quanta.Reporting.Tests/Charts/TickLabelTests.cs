using Quanta.Reporting.Charts;

namespace Quanta.Reporting.Tests.Charts;

public sealed class TickLabelTests
{
    [Theory]
    [InlineData("0 0.25 0.5", "0.00|0.25|0.50")]
    [InlineData("-2 0 2", "\u22122|0|2")]
    [InlineData("0 50000 100000", "0|5×10^4|10^5")]
    [InlineData("0 0.0002", "0|2×10^\u22124")]
    [InlineData("0.30000000000000004 0.4", "0.3|0.4")]
    public void Linear_labels_share_their_decimals(string values, string expected) => Assert.Equal(expected, Labels(values, AxisKind.Linear));

    [Theory]
    [InlineData("100 1000 10000", "10^2|10^3|10^4")]
    [InlineData("0.001 0.1", "10^\u22123|10^\u22121")]
    [InlineData("0.1 1 10 100", "0.1|1|10|100")]
    [InlineData("0.1 0.2 0.5 0.8 1", "0.1|0.2|0.5|0.8|1.0")]
    [InlineData("2 20 200000", "2|20|2×10^5")]
    public void Log_labels_are_powers_of_ten_where_the_field_writes_them(string values, string expected) =>
        Assert.Equal(expected, Labels(values, AxisKind.Log));

    [Fact]
    public void Exponents_are_real_superscripts()
    {
        var svg = new Chart { Panels = [new Panel { X = Axis.Log("N").Over(1e3, 1e6), Y = Axis.Linear("y").Over(0, 1) }] }.ToSvg();
        Assert.Contains(">10<tspan dy=\"-2.51\" font-size=\"4.88\">4</tspan></text>", svg, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.12345678, "0.1235")]
    [InlineData(-1234567, "\u22121.235×10^6")]
    [InlineData(0, "0")]
    [InlineData(double.NaN, "NaN")]
    public void Numbers_in_text_are_short(double value, string expected) => Assert.Equal(expected, TickLabels.Short(value));

    private static string Labels(string values, AxisKind kind) =>
        string.Join('|',
            TickLabels.For([.. values.Split(' ').Select(value => double.Parse(value, System.Globalization.CultureInfo.InvariantCulture))], kind)
            .Select(label => label.PlainText));
}
